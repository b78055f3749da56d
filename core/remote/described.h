#pragma once

#include "core/client/accountsclient.h"
#include "core/client/bodyvalues.h"
#include "core/client/clientsvalues.h"
#include "core/client/configvalues.h"
#include "core/client/discoveryclient.h"
#include "core/client/finding.h"
#include "core/client/keysvalues.h"
#include "core/client/modelsvalues.h"
#include "core/client/playgroundvalues.h"
#include "core/client/routingvalues.h"
#include "core/client/spendvalues.h"
#include "core/client/trafficclient.h"
#include "core/client/trafficvalues.h"
#include "core/client/values.h"
#include "core/client/vaultclient.h"
#include "core/events/events.h"

#include <boost/describe/class.hpp>

// Every value that windows and gateways exchange, member by member; the names are those of the wire. A member
// that is missing here does not compile (codec.h).
namespace gw::client {

BOOST_DESCRIBE_STRUCT(Status, (),
                      (state, url, port, problem, portOwner, keySource, masterKeyMasked, configPath,
                       configProblem, version, opened, closed, broken, deployments, paused, refusedOrigins,
                       lostSinceUs))
BOOST_DESCRIBE_STRUCT(RequestRow, (),
                      (request, startedUs, durationUs, firstByteUs, client, keyAlias, requestedModel,
                       servedModel, provider, status, attempts, input, cached, output, costPico, estimated,
                       unpriced, mock, stream, error))
BOOST_DESCRIBE_STRUCT(Today, (),
                      (requests, failures, input, output, costPico, overheadP95Us, unpriced, requestsByHour,
                       tokensByHour, costPicoByHour))
BOOST_DESCRIBE_STRUCT(CatalogEntry, (),
                      (id, name, category, baseUrl, keyUrl, docsUrl, note, defaultPort, needsKey, local,
                       supported, unverified, reason))
BOOST_DESCRIBE_STRUCT(ProviderAccount, (),
                      (providerId, name, baseUrl, keyState, problem, models, local, id, inVault, readOnly))
BOOST_DESCRIBE_STRUCT(ProviderDraft, (), (providerId, name, baseUrl, key))
BOOST_DESCRIBE_STRUCT(TestStep, (), (kind, state, tookUs, detail))
BOOST_DESCRIBE_STRUCT(TestResult, (), (ok, problem, models))
BOOST_DESCRIBE_STRUCT(AddResult, (), (ok, problem, added))
BOOST_DESCRIBE_STRUCT(TrafficBody, (), (part, attempt, status, contentType, bytes, wholeBytes, cut))
BOOST_DESCRIBE_STRUCT(TrafficBodies, (), (request, bodies, problem))
BOOST_DESCRIBE_STRUCT(TrafficReplay, (), (problem, model, request, status, answer, firstUs, wholeUs))
BOOST_DESCRIBE_STRUCT(BodyKeeping, (),
                      (on, days, limitBytes, bytes, requests, oldestUs, dropped, path, problem))
BOOST_DESCRIBE_STRUCT(ConfigFile, (), (path, text, hash, exists))
BOOST_DESCRIBE_STRUCT(ConfigTexts, (), (files))
BOOST_DESCRIBE_STRUCT(ConfigProblem, (), (error, file, line, column, keyPath, message))
BOOST_DESCRIBE_STRUCT(ConfigCheck, (), (problems, usable, models))
BOOST_DESCRIBE_STRUCT(ConfigEdit, (), (op, path, value, overReference, seen))
BOOST_DESCRIBE_STRUCT(ConfigSaved, (), (state, problem, backup, file))
BOOST_DESCRIBE_STRUCT(ConfigOrigin, (), (kind, file, line, column, name))
BOOST_DESCRIBE_STRUCT(ConfigValue, (), (path, value, origin))
BOOST_DESCRIBE_STRUCT(ConfigBackup, (), (path, of, unixUs, bytes))
BOOST_DESCRIBE_STRUCT(ConfigKey, (), (section, name, doc, works))
BOOST_DESCRIBE_STRUCT(ConfigFacts, (),
                      (configPath, dataFolder, backupFolder, masterKeySource, proxies, ledgerBytes))
BOOST_DESCRIBE_STRUCT(ImportModel, (), (name, provider, model, key, keyMissing, line, known))
BOOST_DESCRIBE_STRUCT(ImportSetting, (), (key, value, line, works, note))
BOOST_DESCRIBE_STRUCT(ImportPreview, (), (path, readable, files, models, settings, problems, errors))
BOOST_DESCRIBE_STRUCT(PlaygroundFile, (), (name, type, content))
BOOST_DESCRIBE_STRUCT(PlaygroundCall, (), (id, name, arguments))
BOOST_DESCRIBE_STRUCT(PlaygroundTurn, (), (role, text, files, calls))
BOOST_DESCRIBE_STRUCT(PlaygroundOptions, (),
                      (system, tools, temperature, topP, maxTokens, seed, effort, stream))
BOOST_DESCRIBE_STRUCT(PlaygroundQuestion, (), (model, session, options, turns))
BOOST_DESCRIBE_STRUCT(PlaygroundCallPart, (), (place, call))
BOOST_DESCRIBE_STRUCT(PlaygroundPiece, (), (text, reasoning, calls, callId))
BOOST_DESCRIBE_STRUCT(PlaygroundEnd, (),
                      (problem, status, finish, firstUs, wholeUs, input, cached, output, reasoning,
                       deployment, address, retries, fallbacks, callId))
BOOST_DESCRIBE_STRUCT(Allowance, (), (budgetPico, window, requests, tokens, parallel))
BOOST_DESCRIBE_STRUCT(HolderRow, (),
                      (kind, id, name, masked, role, team, teamName, user, sharedBudget, models, own, counts,
                       spentPico, resetS, createdS, expiresS, lastUsedDay, blocked, expired, members, keys))
BOOST_DESCRIBE_STRUCT(HolderQuery, (), (kind, search, after, limit))
BOOST_DESCRIBE_STRUCT(HolderPage, (), (rows, next, matches, problem))
BOOST_DESCRIBE_STRUCT(LimitLine, (), (level, kind, subject, limit, used, reserved, window, resetS))
BOOST_DESCRIBE_STRUCT(Refusal, (), (atUs, model, line))
BOOST_DESCRIBE_STRUCT(HolderDetail, (), (row, lines, refusals, problem))
BOOST_DESCRIBE_STRUCT(HolderDraft, (),
                      (kind, id, newId, name, team, user, sharedBudget, models, allowance, lifetime))
BOOST_DESCRIBE_STRUCT(HolderChange, (), (ok, problem, id, secret, undoable))
BOOST_DESCRIBE_STRUCT(BudgetState, (),
                      (level, id, name, spentPico, limitPico, window, resetS, mayRaise, mayBlock))
BOOST_DESCRIBE_STRUCT(DeploymentRow, (),
                      (id, group, providerId, providerName, accountId, accountName, upstreamModel, baseUrl,
                       mode, problem, paused, local, mock, input, cached, output, free, estimated,
                       priceSource, priceVersion, ownInput, ownOutput, context, maxOutput, abilities,
                       shutdown, replacement, readOnly))
BOOST_DESCRIBE_STRUCT(ModelGroup, (), (name, aliasOf, deployments))
BOOST_DESCRIBE_STRUCT(DeploymentDraft, (), (group, accountId, upstreamModel, ownInput, ownOutput))
BOOST_DESCRIBE_STRUCT(RemovalEffect, (), (deployments, unserved, references))
BOOST_DESCRIBE_STRUCT(ChangeResult, (), (ok, problem, undoable))
BOOST_DESCRIBE_STRUCT(DeploymentTest, (), (ok, answer, problem, tookUs))
BOOST_DESCRIBE_STRUCT(RouteBudget, (), (name, spentPico, limitPico, periodS, resetUnixS))
BOOST_DESCRIBE_STRUCT(RouteDeployment, (),
                      (id, group, model, provider, problem, health, restsMs, restReason, restStatus,
                       onProbation, inFlight, capacity, requests, requestLimit, tokens, tokenLimit, successes,
                       failures, firstTokenS, perTokenS, costPico, order, weight, tags, budgets))
BOOST_DESCRIBE_STRUCT(RouteGroup, (), (name, strategy, waiting, deployments))
BOOST_DESCRIBE_STRUCT(RouteChain, (), (source, targets, hidden))
BOOST_DESCRIBE_STRUCT(RoutingState, (),
                      (strategy, groups, aliases, fallbacks, contextFallbacks, policyFallbacks, defaultChain,
                       budgets, names))
BOOST_DESCRIBE_STRUCT(SimulatedDeployment, (),
                      (id, model, provider, usable, chance, turn, why, inFlight, firstTokenS, retries,
                       connectS, firstS, gapS, totalS))
BOOST_DESCRIBE_STRUCT(SimulatedGroup, (), (name, strategy, direct, waits, ahead, deployments, problem))
BOOST_DESCRIBE_STRUCT(Simulation, (),
                      (problem, model, route, stream, inputTokens, groups, general, context, policy))
BOOST_DESCRIBE_STRUCT(SpendDays, (), (first, last))
BOOST_DESCRIBE_STRUCT(SpendSums, (),
                      (requests, failures, estimated, unpriced, input, cacheRead, cacheWrite, output,
                       costPico, savedPico))
BOOST_DESCRIBE_STRUCT(SpendName, (), (name, filter, sums, costByDay))
BOOST_DESCRIBE_STRUCT(SpendReport, (),
                      (by, days, names, all, costByDay, beforePico, lastDays, today, problem, of))
BOOST_DESCRIBE_STRUCT(PriceLine, (), (model, provider, kind, tokens, unitPico, costPico))
BOOST_DESCRIBE_STRUCT(SpendArithmetic, (),
                      (lines, otherPico, costPico, attempts, estimated, unpriced, problem))
BOOST_DESCRIBE_STRUCT(WhatIfTarget, (), (deployment, name, input, output))
BOOST_DESCRIBE_STRUCT(WhatIfLine, (), (model, provider, attempts, nowPico, thenPico))
BOOST_DESCRIBE_STRUCT(WhatIf, (), (lines, nowPico, thenPico, incomplete, priceSource, problem))
BOOST_DESCRIBE_STRUCT(TrafficTerm, (), (field, compare, negated, text, number))
BOOST_DESCRIBE_STRUCT(TrafficFilter, (), (fromUs, untilUs, terms))
BOOST_DESCRIBE_STRUCT(TrafficRow, (RequestRow), (group, keyHash, route, session, overheadUs, broken))
BOOST_DESCRIBE_STRUCT(TrafficSpan, (), (newest, oldest, count))
BOOST_DESCRIBE_STRUCT(TrafficOutline, (), (spans, scanned, reachedUs, done, problem))
BOOST_DESCRIBE_STRUCT(TrafficSums, (),
                      (requests, failed, slow, streams, retried, unpriced, cached, input, output, costPico,
                       done))
BOOST_DESCRIBE_STRUCT(TrafficNames, (), (models, apps, providers))
BOOST_DESCRIBE_STRUCT(TrafficAttempt, (),
                      (number, startedUs, endedUs, durationUs, firstByteUs, overheadUs, provider, model,
                       deployment, status, upstreamStatus, error, clientLeft, broken, estimated, unpriced,
                       mock, cacheHit, input, cacheRead, cacheWrite, cacheWrite1h, output, reasoning,
                       estimatedInput, costPico, savedPico, priceInput, priceOutput, priceCacheRead,
                       priceCacheWrite, priceVersion, answerId, dropped, reason, waitedUs, queuedUs))
BOOST_DESCRIBE_STRUCT(TrafficDetail, (),
                      (request, callId, requestedModel, modelGroup, route, client, keyAlias, keyHash, user,
                       team, endUser, session, tags, stream, attempts, problem))
BOOST_DESCRIBE_STRUCT(ExportState, (), (written, total, done, problem))
BOOST_DESCRIBE_STRUCT(Finding, (), (id, kind, title, detail, fix, fixText, value))
BOOST_DESCRIBE_STRUCT(AccountChange, (), (name, baseUrl, models))
BOOST_DESCRIBE_STRUCT(FoundServer, (), (providerId, name, baseUrl, models, used))
BOOST_DESCRIBE_STRUCT(ToolDrift, (), (file, path, before, ours, now))
BOOST_DESCRIBE_STRUCT(Tool, (),
                      (id, name, version, state, files, policy, problem, byProgram, canLaunch, needsModel,
                       mayModel, asksForKey, moved, model, sinceS, lines, drifts, direct, brief, note, reason,
                       steps, keyId, keyBlocked, spentPico, budgetPico, resetS))
BOOST_DESCRIBE_STRUCT(ToolList, (), (tools, done, problem))
BOOST_DESCRIBE_STRUCT(ToolFile, (), (path, before, after, isNew))
BOOST_DESCRIBE_STRUCT(ToolPlan, (), (tool, model, files, inPlace, seen, problem))
BOOST_DESCRIBE_STRUCT(ToolChange, (), (ok, problem, tool, drifts, key))
BOOST_DESCRIBE_STRUCT(ToolSnippet, (), (name, shown, text))
BOOST_DESCRIBE_STRUCT(ToolSnippets, (), (snippets, problem))
BOOST_DESCRIBE_STRUCT(VaultState, (),
                      (open, locked, needsPassphrase, mayChoosePassphrase, mayChangePassphrase, source,
                       problem))
BOOST_DESCRIBE_STRUCT(TrafficClient::Bounds, (), (after, upTo))

}   // namespace gw::client

namespace gw::chat {

BOOST_DESCRIBE_STRUCT(Usage, (),
                      (input, cacheRead, cacheWrite, cacheWrite1h, audioIn, imageIn, output, reasoning,
                       audioOut, acceptedPrediction, rejectedPrediction, total, webSearches, imageOut,
                       billedInput, billedOutput))

}   // namespace gw::chat

namespace gw::events {

BOOST_DESCRIBE_STRUCT(ExchangeStarted, (),
                      (request, startedUs, route, requestedModel, client, keyAlias, stream))
BOOST_DESCRIBE_STRUCT(AttemptFinished, (),
                      (request, attempt, deploymentId, upstreamStatus, durationUs, error))
BOOST_DESCRIBE_STRUCT(ExchangeProgressed, (), (request, outputTokens, firstByteUs, costPico))
BOOST_DESCRIBE_STRUCT(ExchangeFinished, (),
                      (request, startedUs, durationUs, firstByteUs, overheadUs, route, requestedModel,
                       modelGroup, provider, upstreamModel, client, keyAlias, status, attempts, stream,
                       estimated, unpriced, mock, usage, costPico, error))
BOOST_DESCRIBE_STRUCT(DeploymentCooled, (), (deploymentId, reason, status, seconds))
BOOST_DESCRIBE_STRUCT(ConfigApplied, (), (version, deployments, problem))

}   // namespace gw::events
