// Loaded by the entrance after somebody left: photographs of a signed contract do not stay for whoever has the device next.
import { forget } from "./shelf.js";

forget();
