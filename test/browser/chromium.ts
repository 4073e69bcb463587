/** Debian's browser, with flags for a machine without a display. */
export const CHROMIUM = {
  executablePath: "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"].concat([
    "--disable-background-networking",
    "--disable-component-update",
  ]),
};
