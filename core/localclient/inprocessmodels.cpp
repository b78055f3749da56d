#include "core/localclient/inprocessmodels.h"

#include "core/localclient/configchanger.h"
#include "core/localclient/doorrequest.h"
#include "core/localclient/texts.h"
#include "core/pricing/money.h"

#include <QElapsedTimer>
#include <QNetworkProxy>
#include <QNetworkReply>

#include <algorithm>
#include <cstdlib>
#include <set>

namespace gw::client {

namespace {

constexpr int kTestTimeoutMs = 60'000;
constexpr std::int64_t kPerMillion = 1'000'000;
constexpr const char *kInputPrice = "input_cost_per_token";
constexpr const char *kOutputPrice = "output_cost_per_token";

std::int64_t perMillion(const pricing::Price &price, pricing::Unit unit)
{
    const auto &rates = price.standard().rates;
    auto rate = rates[static_cast<std::size_t>(unit)];
    for (auto from = pricing::parentOf(unit); !rate && from; from = pricing::parentOf(*from))
        rate = rates[static_cast<std::size_t>(*from)];
    return rate ? pricing::roundToPico(pricing::multiply(*rate, kPerMillion)) : -1;
}

// "0.000003" dollars a token is "3" for a million.
QString ownPrice(const config::Deployment &deployment, const char *key)
{
    for (const auto *prices : {&deployment.params.prices, &deployment.info.prices}) {
        if (const auto found = prices->find(key); found != prices->end()) {
            const auto amount = pricing::parseAmount(found->second, 6);
            return amount.ok() ? text(pricing::toText(amount.value())) : QString();
        }
    }
    return {};
}

// Dollars per million tokens as the number that config.yaml has for one; nothing for what is no price.
std::optional<double> perToken(const QString &dollars)
{
    const auto amount = pricing::parseAmount(dollars.trimmed().toStdString(), -6);
    if (!amount.ok() || amount.value() < pricing::Amount{})
        return std::nullopt;
    return std::strtod(pricing::toText(amount.value()).c_str(), nullptr);
}

const config::Deployment *deploymentById(const config::Config &config, const QString &id)
{
    const std::string wanted = id.toStdString();
    const auto found = std::ranges::find_if(
        config.deployments, [&](const config::Deployment &row) { return row.info.id == wanted; });
    return found == config.deployments.end() ? nullptr : &*found;
}

ChangeResult refusal(const QString &problem)
{
    return {false, problem, false};
}

ChangeResult deploymentGone()
{
    return refusal(
        InProcessModels::tr("This deployment is not there any more: the configuration has changed."));
}

ChangeResult accountGone()
{
    return refusal(InProcessModels::tr("Choose an account that is still there."));
}

// What is wrong with a draft before anything is looked up; empty: nothing.
QString problemOf(const DeploymentDraft &draft)
{
    if (draft.group.trimmed().isEmpty() || draft.upstreamModel.trimmed().isEmpty())
        return InProcessModels::tr("A deployment needs a name and a model.");
    for (const QString &price : {draft.ownInput, draft.ownOutput})
        if (!price.trimmed().isEmpty() && !perToken(price))
            return InProcessModels::tr("“%1” is not a price in dollars.").arg(price);
    return {};
}

// Sets, changes or removes one price where it is written already, else in model_info.
void editPrice(std::vector<config::Edit> &edits, const config::ConfigFiles &files,
               const config::ModelRow &row, const char *key, const QString &before, const QString &wanted)
{
    if (before == wanted.trimmed())
        return;
    const bool inParams = files.value(pathIn(row, kParams, key)).has_value();
    const config::Path path = pathIn(row, inParams ? kParams : kInfo, key);
    if (wanted.trimmed().isEmpty()) {
        if (files.value(path))
            edits.push_back({config::Edit::Op::Remove, path});
        return;
    }
    edits.push_back({config::Edit::Op::Set, path, *perToken(wanted)});
}

}   // namespace

InProcessModels::InProcessModels(const InProcessParts &parts, ConfigChanger &changer,
                                 std::function<Token()> nextToken)
    : m_parts(parts)
    , m_changer(changer)
    , m_nextToken(std::move(nextToken))
{
    m_network.setProxy(QNetworkProxy::NoProxy);
}

QString InProcessModels::priceVersion() const
{
    return m_parts.prices ? text(m_parts.prices->version()) : QString();
}

void InProcessModels::addPrice(DeploymentRow &row, const config::Deployment &deployment,
                               const providers::Target &target) const
{
    row.ownInput = ownPrice(deployment, kInputPrice);
    row.ownOutput = ownPrice(deployment, kOutputPrice);
    if (!m_parts.prices)
        return;
    const std::int64_t now = QDateTime::currentMSecsSinceEpoch() * 1000;
    if (const auto price = billing::deploymentPrice(*m_parts.prices, target, now)) {
        row.priceSource = text(price->source);
        row.priceVersion = text(price->version);
        row.free = price->free;
        row.estimated = price->estimated;
        row.input = price->free ? 0 : perMillion(*price, pricing::Unit::Input);
        row.cached = price->free ? 0 : perMillion(*price, pricing::Unit::CacheRead);
        row.output = price->free ? 0 : perMillion(*price, pricing::Unit::Output);
    }
    const std::string &model =
        deployment.info.baseModel.empty() ? target.upstreamModel : deployment.info.baseModel;
    const auto facts = m_parts.prices->facts({target.provider, model, target.baseUrl, now});
    row.context = deployment.info.maxInputTokens.value_or(facts ? facts->contextWindow : 0);
    row.maxOutput = deployment.info.maxOutputTokens.value_or(facts ? facts->maxOutput : 0);
    if (facts) {
        if (facts->tools.value_or(false))
            row.abilities << QStringLiteral("tools");
        if (std::ranges::find(facts->inputs, "image") != facts->inputs.end())
            row.abilities << QStringLiteral("vision");
        if (std::ranges::find(facts->inputs, "audio") != facts->inputs.end())
            row.abilities << QStringLiteral("audio");
        if (facts->reasoning.value_or(false))
            row.abilities << QStringLiteral("reasoning");
        row.shutdown = text(facts->shutdown);
        row.replacement = text(facts->replacement);
    }
    if (deployment.info.mode == "embedding" || (facts && facts->mode == "embedding")) {
        row.mode = QStringLiteral("embedding");
        row.abilities = QStringList{QStringLiteral("embeddings")};
    }
}

DeploymentRow InProcessModels::rowFor(const config::Config &config, const config::Deployment &deployment,
                                      const providers::Target &target) const
{
    DeploymentRow row;
    row.id = text(deployment.info.id);
    row.group = text(deployment.modelName);
    row.providerId = text(target.provider);
    row.providerName = target.row ? text(target.row->name) : row.providerId;
    row.upstreamModel = text(target.upstreamModel);
    row.baseUrl = text(target.baseUrl);
    row.mode = text(deployment.info.mode);
    row.mock = deployment.params.hasMockResponse;
    row.problem = row.mock ? QString() : text(target.problem);
    row.paused = deployment.info.blocked;
    row.local = target.row && target.row->local;
    row.readOnly = readOnlyReason(config, deployment);
    addPrice(row, deployment, target);
    return row;
}

std::vector<ModelGroup> InProcessModels::groups() const
{
    const config::ConfigPtr config = m_parts.config();
    std::vector<ModelGroup> out;
    const auto groupOf = [&](const QString &name) -> ModelGroup & {
        const auto found = std::ranges::find(out, name, &ModelGroup::name);
        if (found != out.end())
            return *found;
        out.push_back({name, {}, {}});
        return out.back();
    };
    const std::vector<Account> accounts = accountsOf(m_parts, *config);
    for (const config::Deployment &deployment : config->deployments) {
        const providers::Target target =
            providers::resolveTarget(providers::Catalog::builtIn(), deployment, false, m_parts.environment);
        DeploymentRow row = rowFor(*config, deployment, target);
        for (const Account &account : accounts) {
            if (std::ranges::find(account.deployments, &deployment) != account.deployments.end()) {
                row.accountId = account.shown.id;
                row.accountName = account.shown.name;
            }
        }
        groupOf(row.group).deployments.push_back(row);
    }
    for (const config::AliasRow &alias : config->router.aliases) {
        ModelGroup group{text(alias.alias), {}, {}};
        for (const std::string &name : alias.targets)
            group.aliasOf << text(name);
        out.push_back(std::move(group));
    }
    return out;
}

Token InProcessModels::answer(const ChangeResult &result)
{
    const Token token = m_nextToken();
    QMetaObject::invokeMethod(
        this, [this, token, result] { Q_EMIT changed(token, result); }, Qt::QueuedConnection);
    return token;
}

ChangeResult InProcessModels::add(const DeploymentDraft &draft)
{
    if (const QString problem = problemOf(draft); !problem.isEmpty())
        return refusal(problem);
    const config::ConfigPtr config = m_parts.config();
    const std::vector<Account> accounts = accountsOf(m_parts, *config);
    const Account *account = accountById(accounts, draft.accountId);
    if (!account)
        return accountGone();
    const auto files = config::ConfigFiles::read(m_parts.configPath.toStdString());
    const config::Deployment &like = *account->deployments.front();
    const auto likeRow = rowOf(files, like);
    if (!likeRow)
        return accountGone();
    json::Object row = rowLike(files, *likeRow, *account, draft.group.trimmed().toStdString(),
                               draft.upstreamModel.trimmed().toStdString());
    json::Object info;
    if (const json::Value *written = row.if_contains(kInfo))
        info = written->get_object();
    if (!draft.ownInput.trimmed().isEmpty())
        info[kInputPrice] = *perToken(draft.ownInput);
    if (!draft.ownOutput.trimmed().isEmpty())
        info[kOutputPrice] = *perToken(draft.ownOutput);
    if (!info.empty())
        row[kInfo] = std::move(info);
    const std::vector<config::Edit> edits{appendRow(files, std::move(row), 0)};
    return m_changer.apply(files, edits);
}

ChangeResult InProcessModels::change(const QString &id, const DeploymentDraft &draft)
{
    if (const QString problem = problemOf(draft); !problem.isEmpty())
        return refusal(problem);
    const config::ConfigPtr config = m_parts.config();
    const config::Deployment *deployment = deploymentById(*config, id);
    const auto files = config::ConfigFiles::read(m_parts.configPath.toStdString());
    const auto row = deployment ? rowOf(files, *deployment) : std::nullopt;
    if (!row)
        return deploymentGone();
    const std::vector<Account> accounts = accountsOf(m_parts, *config);
    const Account *to = accountById(accounts, draft.accountId);
    if (!to)
        return accountGone();
    const bool moves = std::ranges::find(to->deployments, deployment) == to->deployments.end();
    const config::Deployment &like = *to->deployments.front();
    const auto likeRow = rowOf(files, like);
    if (!likeRow)
        return accountGone();
    std::vector<config::Edit> edits;
    const std::string group = draft.group.trimmed().toStdString();
    if (group != deployment->modelName) {
        config::Path path = row->path;
        path.emplace_back(std::string("model_name"));
        edits.push_back({config::Edit::Op::Set, path, json::Value(group)});
    }
    const std::string prefix =
        moves ? prefixOf(like.params.model, to->target)
              : prefixOf(deployment->params.model,
                         providers::resolveTarget(providers::Catalog::builtIn(), *deployment, false,
                                                  m_parts.environment));
    const std::string model = prefix + draft.upstreamModel.trimmed().toStdString();
    if (model != deployment->params.model)
        edits.push_back({config::Edit::Op::Set, pathIn(*row, kParams, "model"), json::Value(model)});
    for (const char *key : accountKeys()) {
        if (!moves)
            break;
        const auto now = files.value(pathIn(*row, kParams, key));
        const auto wanted = files.value(pathIn(*likeRow, kParams, key));
        if (wanted && (!now || *now != *wanted))
            edits.push_back({config::Edit::Op::Set, pathIn(*row, kParams, key), *wanted, true});
        else if (!wanted && now)
            edits.push_back({config::Edit::Op::Remove, pathIn(*row, kParams, key)});
    }
    editPrice(edits, files, *row, kInputPrice, ownPrice(*deployment, kInputPrice), draft.ownInput);
    editPrice(edits, files, *row, kOutputPrice, ownPrice(*deployment, kOutputPrice), draft.ownOutput);
    if (edits.empty())
        return {true, {}, false};
    return m_changer.apply(files, edits);
}

ChangeResult InProcessModels::pause(const QString &id, bool on)
{
    const config::ConfigPtr config = m_parts.config();
    const config::Deployment *deployment = deploymentById(*config, id);
    const auto files = config::ConfigFiles::read(m_parts.configPath.toStdString());
    const auto row = deployment ? rowOf(files, *deployment) : std::nullopt;
    if (!row)
        return deploymentGone();
    const config::Path path = pathIn(*row, kInfo, "blocked");
    std::vector<config::Edit> edits;
    config::Path section = row->path;
    section.emplace_back(std::string(kInfo));
    const auto info = files.value(section);
    if (on) {
        edits.push_back({config::Edit::Op::Set, path, true, true});
    } else if (info && info->is_object() && info->get_object().size() == 1) {
        edits.push_back({config::Edit::Op::Remove, section});   // Nothing else is in it.
    } else if (files.value(path)) {
        edits.push_back({config::Edit::Op::Remove, path});
    }
    return m_changer.apply(files, edits);
}

Token InProcessModels::addDeployment(const DeploymentDraft &draft)
{
    return answer(add(draft));
}

Token InProcessModels::changeDeployment(const QString &id, const DeploymentDraft &draft)
{
    return answer(change(id, draft));
}

Token InProcessModels::removeDeployment(const QString &id)
{
    const config::ConfigPtr config = m_parts.config();
    const config::Deployment *deployment = deploymentById(*config, id);
    if (!deployment)
        return answer(deploymentGone());
    const auto files = config::ConfigFiles::read(m_parts.configPath.toStdString());
    const auto edits = removals(files, {deployment});
    return answer(edits.ok() ? m_changer.apply(files, edits.value()) : deploymentGone());
}

RemovalEffect InProcessModels::removalOf(const QString &id) const
{
    const config::ConfigPtr config = m_parts.config();
    const config::Deployment *deployment = deploymentById(*config, id);
    if (!deployment)
        return {};
    return client::removalOf(
        *config, {deployment},
        {text(providers::resolveTarget(providers::Catalog::builtIn(), *deployment, false, m_parts.environment)
                  .upstreamModel)});
}

Token InProcessModels::setPaused(const QString &id, bool on)
{
    return answer(pause(id, on));
}

Token InProcessModels::undo()
{
    return answer(m_changer.undo());
}

Token InProcessModels::testDeployment(const QString &id)
{
    const Token token = m_nextToken();
    const config::ConfigPtr config = m_parts.config();
    const config::Deployment *deployment = deploymentById(*config, id);
    const bool embeds = deployment && deployment->info.mode == "embedding";
    QNetworkRequest request =
        doorRequest(QStringLiteral("http://127.0.0.1:%1/v1/%2")
                        .arg(m_parts.port)
                        .arg(embeds ? QStringLiteral("embeddings") : QStringLiteral("chat/completions")),
                    m_parts.masterKey());
    request.setTransferTimeout(kTestTimeoutMs);
    json::Object body{{"model", id.toStdString()}};
    if (embeds)
        body["input"] = "Hello";
    else
        body["messages"] = json::Array{json::Object{{"role", "user"}, {"content", "Say hello in one word."}}};
    QElapsedTimer clock;
    clock.start();
    QNetworkReply *reply = m_network.post(request, QByteArray::fromStdString(json::serialize(body)));
    connect(reply, &QNetworkReply::finished, this, [this, reply, token, clock] {
        reply->deleteLater();
        DeploymentTest test;
        test.tookUs = clock.nsecsElapsed() / 1000;
        const auto value = json::parse(reply->readAll().toStdString());
        const json::Object none;
        const json::Object &object =
            value.ok() && value.value().is_object() ? value.value().get_object() : none;
        const auto textAt = [](const json::Object &in, std::string_view path) {
            const json::Value *found = json::findPath(in, path);
            return found && found->is_string() ? text(std::string(found->get_string())) : QString();
        };
        test.problem = textAt(object, "error.message");
        const json::Array *choices = json::findArray(object, "choices");
        if (choices && !choices->empty() && choices->front().is_object())
            test.answer = textAt(choices->front().get_object(), "message.content");
        test.ok = test.problem.isEmpty() && (choices || json::findArray(object, "data"));
        if (!test.ok && test.problem.isEmpty())
            test.problem = reply->errorString();
        Q_EMIT tested(token, test);
    });
    return token;
}

}   // namespace gw::client
