#include "core/config/schema.h"
