import type { Sentence } from "./sentence.js";

/** The page of WPUCreateSocketHandle. */
export const SOCKET_HANDLE_PAGE: readonly Sentence[] = [
  { sentence: 1, says: "makes a socket handle", rules: ["WPUCreateSocketHandle/new-handle"] },
  { sentence: 2, says: "dwCatalogEntryId names the provider", rules: ["WPUCreateSocketHandle/new-handle"] },
  { sentence: 3, says: "dwContext goes with the handle", rules: ["WPUCreateSocketHandle/context"] },
  { sentence: 4, says: "the code goes where lpErrno points", rules: ["WPUCreateSocketHandle/failure"] },
  { sentence: 5, says: "success gives the handle", rules: ["WPUCreateSocketHandle/new-handle"] },
  { sentence: 6, says: "failure gives INVALID_SOCKET and a code", rules: ["WPUCreateSocketHandle/failure"] },
  { sentence: 7, says: "code: no buffers", rules: ["WPUCreateSocketHandle/no-buffers"] },
  { sentence: 8, says: "the handle is for the provider that is named", rules: ["WPUCreateSocketHandle/new-handle"] },
  { sentence: 9, says: "it cannot be told from a file's", rules: ["WPUCreateSocketHandle/like-a-file"] },
  {
    sentence: 10,
    says: "ReadFile and WriteFile are redirected to the provider",
    rules: ["WPUCreateSocketHandle/ReadFile", "WPUCreateSocketHandle/WriteFile", "files/arguments"],
  },
  {
    sentence: 11,
    says: "a completion port can be associated and reports",
    rules: ["WPUCreateSocketHandle/completion-port", "port/key"],
  },
  { sentence: 12, says: "redirection crosses to the kernel and to the provider", rules: ["files/crossings"] },
  { sentence: 13, says: "and back the same way", rules: ["files/crossings"] },
  { sentence: 14, says: "which can cost much", rules: ["files/crossings", "files/socket-calls-cross-nothing"] },
  {
    sentence: 15,
    says: "such providers leave XP1_IFS_HANDLES out",
    rules: ["WPUCreateSocketHandle/not-ifs", "files/flag-tells"],
  },
  {
    sentence: 16,
    says: "its absence tells clients to avoid file calls",
    rules: ["WPUCreateSocketHandle/clients-avoid-file-calls"],
  },
  { sentence: 17, says: "ports cost nothing extra", rules: ["WPUCreateSocketHandle/ports-cost-nothing"] },
  {
    sentence: 18,
    says: "WPUCompleteOverlappedRequest announces completion",
    rules: ["WPUCompleteOverlappedRequest/announces", "WPUCompleteOverlappedRequest/decides"],
  },
  {
    sentence: 19,
    says: "clients use ports freely",
    rules: ["WPUCreateSocketHandle/ports-cost-nothing", "port/reports"],
  },
  {
    sentence: 20,
    says: "ports stand apart from the other notifications",
    rules: ["WPUCreateSocketHandle/ports-stand-apart"],
  },
  {
    sentence: 21,
    says: "a multiple wait has events and callbacks, no ports",
    rules: ["port/no-event", "routine/alerts"],
  },
  {
    sentence: 22,
    says: "a layer may use it in place of WPUModifyIFSHandle",
    rules: ["WPUCreateSocketHandle/layer/may-use"],
  },
  { sentence: 23, says: "all I/O then goes through the layer", rules: ["WPUCreateSocketHandle/layer/sees-all-io"] },
  { sentence: 24, says: "file calls too", rules: ["WPUCreateSocketHandle/layer/sees-file-io"] },
  {
    sentence: 25,
    says: "layers that work on the data need that",
    rules: ["WPUCreateSocketHandle/layer/needed-to-process"],
  },
  {
    sentence: 26,
    says: "with a procedure table of their own they see every start",
    rules: ["WPUCreateSocketHandle/layer/needed-to-process"],
  },
  {
    sentence: 27,
    says: "and they get into the way of completions",
    rules: ["WPUCreateSocketHandle/layer/completion-path"],
  },
  {
    sentence: 28,
    says: "a client may tie the layer's handle to a port",
    rules: ["WPUCreateSocketHandle/layer/port-unseen"],
  },
  {
    sentence: 29,
    says: "which is the layer's handle's, not the next one's",
    rules: ["WPUCreateSocketHandle/layer/port-unseen"],
  },
  { sentence: 30, says: "the layer cannot learn of it", rules: ["WPUCreateSocketHandle/layer/port-unseen"] },
  {
    sentence: 31,
    says: "below, the layer uses the next handle",
    rules: ["WPUCreateSocketHandle/layer/substitutes-overlapped"],
  },
  { sentence: 32, says: "which has no such port", rules: ["WPUCreateSocketHandle/layer/port-unseen"] },
  {
    sentence: 33,
    says: "so nothing is reported without help",
    rules: ["WPUCreateSocketHandle/layer/forwards-completion"],
  },
  {
    sentence: 34,
    says: "the layer substitutes the structure and the parameters",
    rules: ["WPUCreateSocketHandle/layer/substitutes-overlapped"],
  },
  {
    sentence: 35,
    says: "its own refers to the client's",
    rules: ["WPUCreateSocketHandle/layer/substitutes-overlapped"],
  },
  {
    sentence: 36,
    says: "the call below has a callback notify",
    rules: ["WPUCreateSocketHandle/layer/completion-path"],
  },
  {
    sentence: 37,
    says: "which ends in a notice to the client",
    rules: ["WPUCreateSocketHandle/layer/forwards-completion"],
  },
];
