#include "core/chat/usage.h"
