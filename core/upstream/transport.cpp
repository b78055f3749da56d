#include "core/upstream/transport.h"
