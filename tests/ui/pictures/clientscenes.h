#pragma once

#include "tests/ui/pictures/framescenes.h"

namespace gw::test {

// Tools of this computer in every state, and the dialogs that connect them.
QList<WindowScene> clientScenes();

}   // namespace gw::test
