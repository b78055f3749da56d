#pragma once

#include "tests/ui/pictures/framescenes.h"

namespace gw::test {

// The playground: empty, with one to four models in every state, and its dialogs.
QList<WindowScene> playgroundScenes();

}   // namespace gw::test
