// Plain JavaScript, because it must be understood by the old Node it complains about. Loaded by every npm script with --import.
const [major = 0] = process.versions.node.split('.').map(Number);
if (major < 24) {
  console.error(
    `This is Node ${process.versions.node}; Lightbox needs Node 24, which comes as a dependency. Run "npm ci" once, then start through npm ("npm start", "npm test").`,
  );
  process.exit(1);
}
