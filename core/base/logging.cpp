#include "core/base/logging.h"

Q_LOGGING_CATEGORY(gwApp, "gw.app", QtInfoMsg)
Q_LOGGING_CATEGORY(gwNet, "gw.net", QtInfoMsg)
Q_LOGGING_CATEGORY(gwHttp, "gw.http", QtInfoMsg)
Q_LOGGING_CATEGORY(gwAuth, "gw.auth", QtInfoMsg)
Q_LOGGING_CATEGORY(gwConfig, "gw.config", QtInfoMsg)
Q_LOGGING_CATEGORY(gwRoute, "gw.route", QtInfoMsg)
Q_LOGGING_CATEGORY(gwUpstream, "gw.upstream", QtInfoMsg)
Q_LOGGING_CATEGORY(gwLedger, "gw.ledger", QtInfoMsg)
Q_LOGGING_CATEGORY(gwRedis, "gw.redis", QtInfoMsg)
Q_LOGGING_CATEGORY(gwCache, "gw.cache", QtInfoMsg)
Q_LOGGING_CATEGORY(gwSinks, "gw.sinks", QtInfoMsg)
Q_LOGGING_CATEGORY(gwDatabase, "gw.database", QtInfoMsg)
