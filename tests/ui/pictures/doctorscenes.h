#pragma once

#include "tests/ui/pictures/framescenes.h"

namespace gw::test {

// The Doctor, and the vault closed, without a keychain and being unlocked.
QList<WindowScene> doctorScenes();

}   // namespace gw::test
