// Checks a sitemap against the schema of its protocol: node sitemap.cjs TOOLS SITEMAP. Prints one line for each error.
const { readFileSync } = require("node:fs");
const { join, resolve } = require("node:path");

const [tools, sitemap] = process.argv.slice(2).map((path) => resolve(path));
const { validateXML, memoryPages } = require(join(tools, "node_modules", "xmllint-wasm"));
const protocol = readFileSync(join(tools, "node_modules", "sitemap", "schema", "sitemap.xsd"), "utf8");

validateXML({
  xml: [{ fileName: "sitemap.xml", contents: readFileSync(sitemap, "utf8") }],
  schema: [{ fileName: "sitemap.xsd", contents: readFileSync(join(__dirname, "sitemap.xsd"), "utf8") }],
  preload: [{ fileName: "protocol.xsd", contents: protocol }],
  maxMemoryPages: 4 * memoryPages.GiB / 4,
}).then((result) => {
  for (const error of result.errors) console.log(error.rawMessage);
});
