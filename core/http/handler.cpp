#include "core/http/handler.h"
