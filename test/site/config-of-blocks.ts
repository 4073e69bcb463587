/** The configuration that blocks of the documents import as `@ws2kit/config`. */
const config = { name: "kitchen", host: "127.0.0.1", port: 7008 };
export default config;
