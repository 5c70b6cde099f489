const ClientStep = () => <h1>Client</h1>;

export default ClientStep;
