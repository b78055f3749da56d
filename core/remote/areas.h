#pragma once

#include "core/client/accountsclient.h"
#include "core/client/clientsclient.h"
#include "core/client/configclient.h"
#include "core/client/discoveryclient.h"
#include "core/client/gatewayclient.h"
#include "core/client/keysclient.h"
#include "core/client/modelsclient.h"
#include "core/client/playgroundclient.h"
#include "core/client/routingclient.h"
#include "core/client/spendclient.h"
#include "core/client/trafficclient.h"
#include "core/client/vaultclient.h"

// Every method and every signal of the window's interface, one row each; door and window both read them.
// Methods:
//   ASK(answer, name, parameters, arguments)   its token is answered by that signal, which a failure takes
//   too CANCEL(name)                               ends the question of a token TELL(name, parameters,
//   arguments)          no answer LOOK(type, name)                           known beforehand; changes with
//   what the gateway does FACTS(type, name)                          known beforehand; changes with
//   config.yaml EACH(type, name)                           the same for every account or deployment, by id
//   ONSITE(...), ONSITE_ASK(...)               as TELL and ASK, but only on the gateway's own computer
// Signals:
//   ANSWER(name)   with the token of the question; ends it, unless its value has a member done that is false
//   PART(name)     with the token of a question that another signal ends
//   NEWS(name)     for everybody
// GatewayClient's areas and masterKey() have no rows.

#define GW_GATEWAY_METHODS(ASK, CANCEL, TELL, LOOK, FACTS, EACH, ONSITE, ONSITE_ASK)                         \
    LOOK(Status, status)                                                                                     \
    LOOK(std::vector<Finding>, examine)                                                                      \
    FACTS(std::vector<CatalogEntry>, catalog)                                                                \
    FACTS(std::vector<ProviderAccount>, accounts)                                                            \
    ONSITE(setRunning, (bool on), (on))                                                                      \
    ONSITE(setPort, (int port), (port))                                                                      \
    TELL(setPaused, (bool on), (on))                                                                         \
    ASK(ConfigClient::saved, allowOrigin, (const QString &origin), (origin))                                 \
    ASK(GatewayClient::todayReady, requestToday, (std::int64_t unixUs), (unixUs))                            \
    ASK(GatewayClient::recentReady, requestRecent, (int limit), (limit))                                     \
    ASK(GatewayClient::testFinished, testProvider, (const ProviderDraft &draft), (draft))                    \
    CANCEL(cancelTest)                                                                                       \
    ASK(GatewayClient::providerAdded, addProvider, (const ProviderDraft &draft, const QStringList &models),  \
        (draft, models))                                                                                     \
    ASK(GatewayClient::testRequestFinished, sendTestRequest, (const QString &model), (model))

#define GW_GATEWAY_SIGNALS(ANSWER, PART, NEWS)                                                               \
    NEWS(statusChanged)                                                                                      \
    NEWS(happened)                                                                                           \
    NEWS(configChanged)                                                                                      \
    ANSWER(todayReady)                                                                                       \
    ANSWER(recentReady)                                                                                      \
    PART(testStepped)                                                                                        \
    ANSWER(testFinished)                                                                                     \
    ANSWER(providerAdded)                                                                                    \
    NEWS(callFailed)                                                                                         \
    ANSWER(testRequestFinished)

#define GW_CONFIG_METHODS(ASK, CANCEL, TELL, LOOK, FACTS, EACH, ONSITE, ONSITE_ASK)                          \
    FACTS(ConfigFacts, facts)                                                                                \
    FACTS(std::vector<ConfigKey>, keys)                                                                      \
    ASK(ConfigClient::textsReady, requestTexts, (), ())                                                      \
    ASK(ConfigClient::checked, check, (const QString &file, const QString &text), (file, text))              \
    ASK(ConfigClient::valuesReady, requestValues, (const std::vector<ConfigPath> &paths), (paths))           \
    ASK(ConfigClient::saved, save, (const QString &file, const QString &text, const QString &seen),          \
        (file, text, seen))                                                                                  \
    ASK(ConfigClient::saved, edit, (const std::vector<ConfigEdit> &edits), (edits))                          \
    ASK(ConfigClient::backupsReady, requestBackups, (), ())                                                  \
    ASK(ConfigClient::backupReady, readBackup, (const QString &backup), (backup))                            \
    ONSITE_ASK(ConfigClient::importReady, previewImport, (const QString &path), (path))                      \
    ONSITE_ASK(ConfigClient::saved, importConfig,                                                            \
               (const QString &path, ImportKind kind, const std::vector<int> &rows), (path, kind, rows))

#define GW_CONFIG_SIGNALS(ANSWER, PART, NEWS)                                                                \
    ANSWER(textsReady)                                                                                       \
    ANSWER(checked)                                                                                          \
    ANSWER(valuesReady)                                                                                      \
    ANSWER(saved)                                                                                            \
    ANSWER(backupsReady)                                                                                     \
    ANSWER(backupReady)                                                                                      \
    ANSWER(importReady)

#define GW_MODELS_METHODS(ASK, CANCEL, TELL, LOOK, FACTS, EACH, ONSITE, ONSITE_ASK)                          \
    FACTS(std::vector<ModelGroup>, groups)                                                                   \
    FACTS(QString, priceVersion)                                                                             \
    ASK(ModelsClient::changed, addDeployment, (const DeploymentDraft &draft), (draft))                       \
    ASK(ModelsClient::changed, changeDeployment, (const QString &id, const DeploymentDraft &draft),          \
        (id, draft))                                                                                         \
    ASK(ModelsClient::changed, removeDeployment, (const QString &id), (id))                                  \
    EACH(RemovalEffect, removalOf)                                                                           \
    ASK(ModelsClient::changed, setPaused, (const QString &id, bool on), (id, on))                            \
    ASK(ModelsClient::changed, undo, (), ())                                                                 \
    ASK(ModelsClient::tested, testDeployment, (const QString &id), (id))

#define GW_MODELS_SIGNALS(ANSWER, PART, NEWS)                                                                \
    ANSWER(changed)                                                                                          \
    ANSWER(tested)

#define GW_ACCOUNTS_METHODS(ASK, CANCEL, TELL, LOOK, FACTS, EACH, ONSITE, ONSITE_ASK)                        \
    EACH(QStringList, upstreamModels)                                                                        \
    ASK(AccountsClient::changed, changeAccount, (const QString &id, const AccountChange &change),            \
        (id, change))                                                                                        \
    ASK(AccountsClient::changed, rotateKey, (const QString &id, const Secret &key), (id, key))               \
    ASK(AccountsClient::changed, removeAccount, (const QString &id, bool forgetKey), (id, forgetKey))        \
    EACH(RemovalEffect, removalOf)                                                                           \
    EACH(QStringList, sharesKeyWith)                                                                         \
    ASK(GatewayClient::testFinished, testAccount, (const QString &id, const Secret &key), (id, key))

#define GW_ACCOUNTS_SIGNALS(ANSWER, PART, NEWS) ANSWER(changed)

#define GW_DISCOVERY_METHODS(ASK, CANCEL, TELL, LOOK, FACTS, EACH, ONSITE, ONSITE_ASK)                       \
    ASK(DiscoveryClient::found, look, (), ())

#define GW_DISCOVERY_SIGNALS(ANSWER, PART, NEWS) ANSWER(found)

#define GW_VAULT_METHODS(ASK, CANCEL, TELL, LOOK, FACTS, EACH, ONSITE, ONSITE_ASK)                           \
    LOOK(VaultState, state)                                                                                  \
    TELL(lock, (), ())                                                                                       \
    TELL(unlock, (), ())                                                                                     \
    ASK(VaultClient::answered, unlockWith, (const Secret &passphrase), (passphrase))                         \
    ASK(VaultClient::answered, choosePassphrase, (const Secret &passphrase), (passphrase))

#define GW_VAULT_SIGNALS(ANSWER, PART, NEWS)                                                                 \
    NEWS(changed)                                                                                            \
    ANSWER(answered)

#define GW_ROUTING_METHODS(ASK, CANCEL, TELL, LOOK, FACTS, EACH, ONSITE, ONSITE_ASK)                         \
    ASK(RoutingClient::stateReady, requestState, (), ())                                                     \
    ASK(RoutingClient::simulated, simulate, (const QString &request), (request))                             \
    TELL(endRest, (const QString &deploymentId), (deploymentId))

#define GW_ROUTING_SIGNALS(ANSWER, PART, NEWS)                                                               \
    ANSWER(stateReady)                                                                                       \
    ANSWER(simulated)

#define GW_KEYS_METHODS(ASK, CANCEL, TELL, LOOK, FACTS, EACH, ONSITE, ONSITE_ASK)                            \
    ASK(KeysClient::holdersReady, requestHolders, (const HolderQuery &query), (query))                       \
    ASK(KeysClient::holderReady, requestHolder, (HolderKind kind, const QString &id), (kind, id))            \
    ASK(KeysClient::changed, save, (const HolderDraft &draft), (draft))                                      \
    ASK(KeysClient::changed, setBlocked, (HolderKind kind, const QString &id, bool on), (kind, id, on))      \
    ASK(KeysClient::changed, regenerate, (const QString &id), (id))                                          \
    ASK(KeysClient::changed, remove, (HolderKind kind, const QString &id), (kind, id))                       \
    ASK(KeysClient::changed, undo, (), ())                                                                   \
    ASK(KeysClient::changed, raise, (const BudgetState &budget, std::int64_t limitPico),                     \
        (budget, limitPico))                                                                                 \
    ASK(KeysClient::changed, useInstead, (const QString &id, const QString &model, const QString &other),    \
        (id, model, other))                                                                                  \
    ASK(KeysClient::budgetsReady, requestBudgets, (), ())

#define GW_KEYS_SIGNALS(ANSWER, PART, NEWS)                                                                  \
    ANSWER(holdersReady)                                                                                     \
    ANSWER(holderReady)                                                                                      \
    ANSWER(changed)                                                                                          \
    ANSWER(budgetsReady)                                                                                     \
    NEWS(holdersChanged)

#define GW_SPEND_METHODS(ASK, CANCEL, TELL, LOOK, FACTS, EACH, ONSITE, ONSITE_ASK)                           \
    ASK(SpendClient::reportReady, requestReport, (SpendBy by, const SpendDays &days, SpendOf of),            \
        (by, days, of))                                                                                      \
    FACTS(bool, hasOthers)                                                                                   \
    ASK(SpendClient::arithmeticReady, requestArithmetic, (const QString &filter, const SpendDays &days),     \
        (filter, days))                                                                                      \
    ASK(SpendClient::whatIfReady, requestWhatIf,                                                             \
        (const QString &filter, const SpendDays &days, const QString &deployment),                           \
        (filter, days, deployment))                                                                          \
    FACTS(std::vector<WhatIfTarget>, whatIfTargets)                                                          \
    CANCEL(cancel)

#define GW_SPEND_SIGNALS(ANSWER, PART, NEWS)                                                                 \
    ANSWER(reportReady)                                                                                      \
    ANSWER(arithmeticReady)                                                                                  \
    ANSWER(whatIfReady)

#define GW_PLAYGROUND_METHODS(ASK, CANCEL, TELL, LOOK, FACTS, EACH, ONSITE, ONSITE_ASK)                      \
    ASK(PlaygroundClient::ended, send, (const PlaygroundQuestion &question), (question))                     \
    CANCEL(stop)

#define GW_PLAYGROUND_SIGNALS(ANSWER, PART, NEWS)                                                            \
    PART(moved)                                                                                              \
    ANSWER(ended)

#define GW_TRAFFIC_METHODS(ASK, CANCEL, TELL, LOOK, FACTS, EACH, ONSITE, ONSITE_ASK)                         \
    ASK(TrafficClient::outlineReady, requestOutline, (const TrafficFilter &filter, const Bounds &bounds),    \
        (filter, bounds))                                                                                    \
    ASK(TrafficClient::rowsReady, requestRows, (const TrafficFilter &filter, const TrafficSpan &span),       \
        (filter, span))                                                                                      \
    ASK(TrafficClient::sumsReady, requestSums, (const TrafficFilter &filter), (filter))                      \
    ASK(TrafficClient::detailReady, requestDetail, (const Id128 &request), (request))                        \
    ASK(TrafficClient::namesReady, requestNames, (), ())                                                     \
    ONSITE_ASK(TrafficClient::exportMoved, startExport,                                                      \
               (const TrafficFilter &filter, ExportFormat format, const QString &path),                      \
               (filter, format, path))                                                                       \
    CANCEL(cancel)                                                                                           \
    ASK(TrafficClient::bodiesReady, requestBodies, (const Id128 &request), (request))                        \
    ASK(TrafficClient::replayed, replay, (const Id128 &request, const QString &route, const QString &model), \
        (request, route, model))                                                                             \
    LOOK(bool, keepsBodies)                                                                                  \
    ASK(TrafficClient::keepingReady, requestKeeping, (), ())                                                 \
    ASK(TrafficClient::keepingReady, setKeepsBodies, (bool on), (on))                                        \
    ASK(TrafficClient::keepingReady, deleteBodies, (), ())

#define GW_TRAFFIC_SIGNALS(ANSWER, PART, NEWS)                                                               \
    ANSWER(outlineReady)                                                                                     \
    ANSWER(rowsReady)                                                                                        \
    ANSWER(sumsReady)                                                                                        \
    ANSWER(detailReady)                                                                                      \
    ANSWER(namesReady)                                                                                       \
    ANSWER(bodiesReady)                                                                                      \
    ANSWER(replayed)                                                                                         \
    ANSWER(keepingReady)                                                                                     \
    NEWS(keepingChanged)                                                                                     \
    ANSWER(exportMoved)

#define GW_CLIENTS_METHODS(ASK, CANCEL, TELL, LOOK, FACTS, EACH, ONSITE, ONSITE_ASK)                         \
    ONSITE_ASK(ClientsClient::found, look, (bool versions), (versions))                                      \
    ONSITE_ASK(ClientsClient::planned, plan, (const QString &tool, const QString &model), (tool, model))     \
    ONSITE_ASK(ClientsClient::changed, apply,                                                                \
               (const QString &tool, const QString &model, const QString &seen), (tool, model, seen))        \
    ONSITE_ASK(ClientsClient::changed, undo, (const QString &tool, OnToolDrift onDrift), (tool, onDrift))    \
    ONSITE_ASK(ClientsClient::changed, accept, (const QString &tool), (tool))                                \
    ONSITE_ASK(ClientsClient::changed, launch, (const QString &tool, const QString &model), (tool, model))   \
    ONSITE_ASK(ClientsClient::snippetsReady, requestSnippets, (const QString &tool, const QString &model),   \
               (tool, model))

// Every question is answered on the spot, so that no answer, which may hold a key, ever goes over the wire.
#define GW_CLIENTS_SIGNALS(ANSWER, PART, NEWS)

// AREA(name on the wire, interface, how GatewayClient gives it, methods, signals)
#define GW_AREAS(AREA)                                                                                       \
    AREA("gateway", GatewayClient, , GW_GATEWAY_METHODS, GW_GATEWAY_SIGNALS)                                 \
    AREA("config", ConfigClient, .config(), GW_CONFIG_METHODS, GW_CONFIG_SIGNALS)                            \
    AREA("models", ModelsClient, .models(), GW_MODELS_METHODS, GW_MODELS_SIGNALS)                            \
    AREA("accounts", AccountsClient, .accountsClient(), GW_ACCOUNTS_METHODS, GW_ACCOUNTS_SIGNALS)            \
    AREA("discovery", DiscoveryClient, .discovery(), GW_DISCOVERY_METHODS, GW_DISCOVERY_SIGNALS)             \
    AREA("vault", VaultClient, .vault(), GW_VAULT_METHODS, GW_VAULT_SIGNALS)                                 \
    AREA("routing", RoutingClient, .routing(), GW_ROUTING_METHODS, GW_ROUTING_SIGNALS)                       \
    AREA("keys", KeysClient, .keys(), GW_KEYS_METHODS, GW_KEYS_SIGNALS)                                      \
    AREA("spend", SpendClient, .spend(), GW_SPEND_METHODS, GW_SPEND_SIGNALS)                                 \
    AREA("playground", PlaygroundClient, .playground(), GW_PLAYGROUND_METHODS, GW_PLAYGROUND_SIGNALS)        \
    AREA("clients", ClientsClient, .clients(), GW_CLIENTS_METHODS, GW_CLIENTS_SIGNALS)                       \
    AREA("traffic", TrafficClient, .traffic(), GW_TRAFFIC_METHODS, GW_TRAFFIC_SIGNALS)
