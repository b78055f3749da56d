#pragma once

#include "tests/support/fakeconfig.h"

namespace gw::test {

// A config with comments, its keys, an include and three copies.
void fillConfig(FakeConfig &config);
// What a checker finds in a text of fillConfig() with "num_retires" in it: one warning; with a "[" at an
// end: one error.
client::ConfigCheck checkSample(const QString &text);
// Another config with models, settings of both kinds and problems.
client::ImportPreview importSample();

}   // namespace gw::test
