const MappingStep = () => <h1>Mapping</h1>;

export default MappingStep;
