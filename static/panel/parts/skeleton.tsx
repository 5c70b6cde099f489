/** The outline of what is about to come. */
export const Skeleton = ({ label }: { label: string }) => (
  <div className="card skeleton" role="status">
    <span className="unseen">{label}</span>
    <i />
    <i />
    <i />
  </div>
);
