// Runs ONNX models in the ONNX Runtime: node onnx.js JOBS.json, an array of
// {model: path, rows, cols, x}; prints an array of {eta, y}. NODE_PATH must lead to
// onnxruntime-node.
const ort = require("onnxruntime-node");
const fs = require("fs");

(async () => {
  const answers = [];
  for (const job of JSON.parse(fs.readFileSync(process.argv[2], "utf8"))) {
    const session = await ort.InferenceSession.create(job.model);
    const x = new ort.Tensor("float32", Float32Array.from(job.x), [job.rows, job.cols]);
    const out = await session.run({ x });
    answers.push({ eta: Array.from(out.eta.data), y: Array.from(out.y.data) });
  }
  console.log(JSON.stringify(answers));
})();
