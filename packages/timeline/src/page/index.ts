import type { Timeline } from "@ws2kit/timeline/convert";

export function timelinePage(timeline: Timeline, title: string): string {
  return `<title>${title}</title>${JSON.stringify(timeline.lanes)}`;
}
