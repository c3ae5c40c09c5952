import { CreatePage } from "./create.js";
import { JobPage } from "./job.js";
import { JobsPage } from "./jobs.js";
import { NodesPage } from "./nodes.js";
import { OverviewPage } from "./overview.js";
import { QueuePage } from "./queue.js";
import { QueuesPage } from "./queues.js";

/**
 * The pages, as the menu, the keys and the list of keys have them: the first part of the address, the title, the key
 * after g, what is shown there, and what is shown for one by its name. Some are in the menu of operators alone.
 */
export const PAGES = [
  { path: "", title: "Overview", key: "o", page: OverviewPage },
  { path: "queues", title: "Queues", key: "q", page: QueuesPage, one: QueuePage },
  { path: "jobs", title: "Jobs", key: "j", page: JobsPage, one: JobPage },
  { path: "nodes", title: "Nodes", key: "n", page: NodesPage },
  { path: "create", title: "Create a job", key: "c", page: CreatePage, operators: true },
];
