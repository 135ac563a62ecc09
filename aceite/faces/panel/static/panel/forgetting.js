// Loaded by the entrance after somebody left: photographs of a signed contract, and words that were not sent, do not stay
// for whoever has the device next.
import { forgetAll } from "../ui/js/draft-store.js";
import { forget } from "./shelf.js";

forget();
forgetAll();
