#pragma once

namespace gw::app {

// Sends Qt's messages to stderr, one line each with time and category, redacted. verbosity 0: as the
// categories say; 1: our debug messages; 2: everything. jsonLines: one JSON object a line.
void installLogSink(int verbosity, bool jsonLines);

}   // namespace gw::app
