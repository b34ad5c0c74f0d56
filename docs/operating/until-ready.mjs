// Ends with 0 as soon as the process whose METRICS_PORT is in the environment says that it serves; with 1 after two minutes.
const { METRICS_PORT, METRICS_HOST = '127.0.0.1' } = process.env;
const end = Date.now() + 120_000;
const ready = () =>
  fetch(`http://${METRICS_HOST}:${METRICS_PORT}/readyz`).then(
    (answer) => answer.ok,
    () => false,
  );
while (!(await ready())) {
  if (Date.now() > end) process.exit(1);
  await new Promise((resolve) => setTimeout(resolve, 200));
}
