const ApplyStep = () => <h1>Apply</h1>;

export default ApplyStep;
