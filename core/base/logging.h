#pragma once

#include <QLoggingCategory>

// Qt's categories: "gw.http.debug=true" in QT_LOGGING_RULES, or --debug / --detailed_debug, turns them on.
// Nothing logged through them may hold a key or a prompt; the sink redacts once more before it writes.
Q_DECLARE_LOGGING_CATEGORY(gwApp)
Q_DECLARE_LOGGING_CATEGORY(gwNet)
Q_DECLARE_LOGGING_CATEGORY(gwHttp)
Q_DECLARE_LOGGING_CATEGORY(gwAuth)
Q_DECLARE_LOGGING_CATEGORY(gwConfig)
Q_DECLARE_LOGGING_CATEGORY(gwRoute)
Q_DECLARE_LOGGING_CATEGORY(gwUpstream)
Q_DECLARE_LOGGING_CATEGORY(gwLedger)
Q_DECLARE_LOGGING_CATEGORY(gwRedis)
Q_DECLARE_LOGGING_CATEGORY(gwCache)
Q_DECLARE_LOGGING_CATEGORY(gwSinks)
Q_DECLARE_LOGGING_CATEGORY(gwDatabase)
