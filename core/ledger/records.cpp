#include "core/ledger/records.h"
