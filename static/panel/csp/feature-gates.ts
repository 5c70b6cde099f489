/** Stands in for Atlassian's feature service, which no Forge app starts: every gate is closed, every experiment off. */
const FeatureGates = {
  checkGate: () => false,
  getExperimentValue: <T>(_experiment: string, _parameter: string, fallback: T): T => fallback,
  initializeCalled: () => false,
  initializeCompleted: () => false,
};

// Atlaskit imports the default.
export default FeatureGates;
