#include "core/providers/catalog.h"
#include "core/routing/modelaccess.h"
#include "core/web/deployments.h"
#include "core/web/frame.h"
#include "core/web/pages.h"

#include <algorithm>

namespace gw::web {

namespace {

constexpr const char *kPage = "/models";
constexpr const char *kAdd = "/models/add";
constexpr const char *kRemove = "/models/remove";
constexpr const char *kCheck = "/models/check";

// Why models cannot be added here, and what to do about it; empty where they can.
std::string whyNot(const Visit &visit)
{
    const Words &t = visit.t;
    const api::StoredModels &stored = visit.site->setup().stored;
    if (!visit.caller.admin)
        return t("Only administrators add models.");
    if (!stored.directory)
        return t("The database of keys could not be opened; the log says why.");
    if (!visit.asker.table->config().general.storeModels)
        return t("Models come from config.yaml alone here. Set STORE_MODEL_IN_DB=True in the gateway's "
                 "environment, "
                 "or general_settings.store_model_in_db: true, to add them on this page.");
    if (stored.shared && !stored.hasSaltKey)
        return t("Several gateways share the database: set LITELLM_SALT_KEY, the same on each, so that all "
                 "of them can "
                 "open the providers' keys.");
    if (stored.key().isEmpty())
        return t("Providers' keys are sealed with LITELLM_SALT_KEY or the master key, and there is neither.");
    return {};
}

std::vector<Option> providerOptions()
{
    std::vector<Option> out;
    for (const providers::ProviderRow &row : providers::Catalog::builtIn().rows()) {
        if (row.adapter != "none")
            out.push_back({row.id, row.name});
    }
    std::ranges::sort(out, [](const Option &a, const Option &b) {
        return QString::fromStdString(a.label).compare(QString::fromStdString(b.label), Qt::CaseInsensitive) <
               0;
    });
    return out;
}

Html addForm(const Visit &visit)
{
    const Words &t = visit.t;
    const auto typed = [&](const char *name) { return visit.form.value(name); };
    const std::string provider = typed("provider");
    Html fields =
        selectField("provider", t("Provider"), providerOptions(), provider.empty() ? "openai" : provider);
    fields += textField({.id = "model",
                         .label = t("Model, as the provider names it"),
                         .value = typed("model"),
                         .required = true});
    fields += textField({.id = "name",
                         .label = t("Name that clients ask for"),
                         .value = typed("name"),
                         .hint = t("Empty: as the provider names it.")});
    fields += textField({.id = "api_key",
                         .label = t("Key of the provider"),
                         .hint = t("It is sealed before it is kept, and never shown again."),
                         .type = "password",
                         .autocomplete = "new-password"});
    fields += textField({.id = "api_base",
                         .label = t("Address"),
                         .value = typed("api_base"),
                         .hint = t("Only for servers of your own; empty: the provider's usual one."),
                         .type = "url"});
    return postForm(
        visit, kAdd,
        html("<div class=\"grid\">{}</div><button class=\"primary\">{}</button>", fields, t("Add model")));
}

Html addCard(const Visit &visit)
{
    const std::string reason = whyNot(visit);
    return card(visit.t("Add a model with its provider's key"),
                reason.empty() ? addForm(visit) : html("<p>{}</p>\n", reason));
}

Html ownModels(const Visit &visit)
{
    Html items;
    for (const std::string &name : routing::usableNames(*visit.asker.table, visit.caller))
        items += html("<li><code>{}</code></li>", name);
    return card(visit.t("Models you may use"),
                items.isEmpty() ? html("<p class=\"empty\">{}</p>", visit.t("There are no models yet."))
                                : html("<ul class=\"names\">{}</ul>", items));
}

engine::ApiReply modelsPage(const Visit &visit, const std::string &problem, int status)
{
    const Words &t = visit.t;
    Html body;
    if (!problem.empty())
        body += banner(Tone::Error, problem);
    if (!seesEverything(visit)) {
        body += ownModels(visit);
        return page(visit, kPage, t("Models"), body, status);
    }
    Html deployments = deploymentTable(visit);
    if (visit.caller.admin && !visit.asker.table->empty())
        deployments += html("<div class=\"below\">{}<small>{}</small></div>\n",
                            actionButton(visit, kCheck, "id", "", t("Check all"), "secondary"),
                            t("Each check is a small request that the provider may bill."));
    body += card(t("Deployments"), deployments);
    body += addCard(visit);
    return page(visit, kPage, t("Models"), body, status);
}

void showModels(const VisitPtr &visit)
{
    visit->respond(modelsPage(*visit, {}, 200));
}

void addModel(const VisitPtr &visit)
{
    const Form &form = visit->form;
    const std::string model = form.value("model");
    const std::string name = form.value("name");
    json::Object params{{"model", form.value("provider") + "/" + model}};
    for (const char *member : {"api_key", "api_base"}) {
        if (std::string value = form.value(member); !value.empty())
            params[member] = std::move(value);
    }
    if (model.empty())
        return visit->respond(modelsPage(*visit, visit->t("Name the model."), 400));
    Question question{.method = "POST", .target = "/model/new"};
    question.body = {{"model_name", name.empty() ? model : name}, {"litellm_params", std::move(params)}};
    visit->ask(std::move(question), [visit](const Answer &answer) {
        if (!answer.ok())
            return visit->respond(modelsPage(*visit, answer.problem(), answer.status));
        visit->go(kPage, {{"done", "added"}});
    });
}

void confirmRemoval(const VisitPtr &visit)
{
    const Words &t = visit->t;
    const std::string id = visit->query.value("id");
    const routing::TargetPtr target = visit->asker.table->byId(id);
    if (!target || !target->deployment->stored || !visit->caller.admin)
        return visit->respond(modelsPage(*visit, t("There is no such model to remove."), 404));
    const Html body = confirmation(
        *visit,
        t("Clients that ask for it get an error, unless another deployment has the same name. Its key "
          "is deleted with it."),
        actionButton(*visit, kRemove, "id", id, t("Remove the model"), "primary danger"), kPage);
    visit->respond(page(*visit, kPage, t("Remove %1?", {target->deployment->modelName}), body));
}

void removeModel(const VisitPtr &visit)
{
    Question question{.method = "POST", .target = "/model/delete"};
    question.body = {{"id", visit->form.value("id")}};
    visit->ask(std::move(question), [visit](const Answer &answer) {
        if (!answer.ok())
            return visit->respond(modelsPage(*visit, answer.problem(), answer.status));
        visit->go(kPage, {{"done", "removed"}});
    });
}

void checkModels(const VisitPtr &visit)
{
    if (!visit->caller.admin)
        return visit->respond(modelsPage(*visit, visit->t("Only administrators check models."), 403));
    const std::string id = visit->form.value("id");
    std::vector<routing::TargetPtr> targets;
    for (const routing::TargetPtr &target : visit->asker.table->targets()) {
        if (api::Probe::canAsk(*target) && (id.empty() || target->deployment->info.id == id))
            targets.push_back(target);
    }
    const SiteSetup &setup = visit->site->setup();
    engine::Worker &worker = *setup.gateway.workers()[static_cast<std::size_t>(visit->asker.worker)];
    setup.health->ask(worker, visit->asker.table, std::move(targets),
                      [visit](const api::HealthChecks::Results &) {
                          visit->go(kPage, {{"done", "checked"}});
                      });
}

}   // namespace

engine::ApiRoutes modelRoutes(const SitePtr &site)
{
    return {getPage(site, kPage, &showModels), postPage(site, kAdd, &addModel),
            getPage(site, kRemove, &confirmRemoval), postPage(site, kRemove, &removeModel),
            postPage(site, kCheck, &checkModels)};
}

}   // namespace gw::web
