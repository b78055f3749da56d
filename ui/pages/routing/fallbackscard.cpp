#include "ui/pages/routing/fallbackscard.h"

#include "core/client/configclient.h"
#include "core/client/gatewayclient.h"
#include "ui/dialogs/fallbackedit.h"
#include "ui/framework/controls.h"
#include "ui/framework/label.h"
#include "ui/framework/marks.h"

#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

using Kind = FallbacksCard::Kind;

constexpr int kNameWidth = 120;
constexpr const char *kKeys[] = {"fallbacks", "context_window_fallbacks", "content_policy_fallbacks"};
constexpr const char *kSections[] = {"router_settings", "litellm_settings"};

QString kindText(Kind kind)
{
    switch (kind) {
    case Kind::General:
        return FallbacksCard::tr("after any failure");
    case Kind::Context:
        return FallbacksCard::tr("prompt too long");
    case Kind::Policy:
        return FallbacksCard::tr("prompt refused");
    }
    return {};
}

QString sourceText(const QString &source)
{
    return source == "*"_L1 ? FallbacksCard::tr("all others") : source;
}

QString arrow()
{
    return QGuiApplication::isRightToLeft() ? u" ← "_s : u" → "_s;
}

// The usual form: a list of maps with one key each.
bool isUsual(const json::Value &value)
{
    if (value.is_null())
        return true;
    const json::Array *list = value.if_array();
    return list && std::ranges::all_of(*list, [](const json::Value &item) {
               const json::Object *object = item.if_object();
               return object && object->size() == 1 && object->begin()->value().is_array();
           });
}

}   // namespace

FallbacksCard::FallbacksCard(client::GatewayClient &client, QWidget *parent)
    : Card(tr("Fallbacks"), parent)
    , m_client(client)
    , m_config(client.config())
{
    // In the body: a note in the head would make the card wider than its place in some languages.
    body()->addWidget((new Label(tr("where a request goes when all of its own have failed"),
                                 TextStyle::Caption, Colour::TextSecondary))
                          ->wrapped());
    m_add = smallButton(tr("Add…"), Emphasis::Secondary, u"plus"_s);
    m_add->setAccessibleName(tr("Add a fallback"));
    addAction(m_add);
    connect(m_add, &QPushButton::clicked, this, &FallbacksCard::add);
    auto *told = new QHBoxLayout;
    told->setSpacing(space::kSmall);
    m_outcome = (new Label({}, TextStyle::Caption, Colour::TextSecondary))->wrapped();
    m_undo = smallButton(tr("Undo"), Emphasis::Quiet, u"undo"_s);
    told->addWidget(m_outcome, 1);
    told->addWidget(m_undo);
    body()->addLayout(told);
    m_outcome->hide();
    m_undo->hide();
    connect(m_undo, &QPushButton::clicked, this, &FallbacksCard::undo);
    connect(&m_config, &client::ConfigClient::valuesReady, this,
            [this](client::Token token, const std::vector<client::ConfigValue> &values) {
                if (token == m_valuesToken)
                    handleValues(values);
            });
    connect(&m_config, &client::ConfigClient::saved, this,
            [this](client::Token token, const client::ConfigSaved &result) {
                if (token == m_saveToken && m_saveToken != 0)
                    handleSaved(result);
            });
    connect(&client, &client::GatewayClient::configChanged, this, &FallbacksCard::ask);
    ask();
}

void FallbacksCard::ask()
{
    std::vector<client::ConfigPath> paths;
    for (const char *key : kKeys) {
        for (const char *section : kSections)
            paths.push_back({std::string(section), std::string(key)});
    }
    m_valuesToken = m_config.requestValues(paths);
}

void FallbacksCard::handleValues(const std::vector<client::ConfigValue> &values)
{
    using Origin = client::ConfigOrigin::Kind;
    for (std::size_t i = 0; i < std::size(kKeys) && 2 * i + 1 < values.size(); ++i) {
        const client::ConfigValue &router = values[2 * i];
        const client::ConfigValue &general = values[2 * i + 1];
        const bool both = !router.value.is_null() && !general.value.is_null();
        const client::ConfigValue &one =
            router.value.is_null() && !general.value.is_null() ? general : router;
        const Origin kind = one.origin.kind;
        m_lists[i] = {one.path, one.value,
                      !both && isUsual(one.value) && kind != Origin::Alias && kind != Origin::Merge &&
                          kind != Origin::Environment};
    }
    m_loaded = true;
    m_shown.clear();
    rebuild();
}

void FallbacksCard::show(const client::RoutingState &state)
{
    m_state = state;
    rebuild();
}

void FallbacksCard::rebuild()
{
    QStringList all = m_state.names + m_state.defaultChain;
    for (const auto *chains :
         {&m_state.fallbacks, &m_state.contextFallbacks, &m_state.policyFallbacks, &m_state.aliases}) {
        all << u"|"_s;
        for (const client::RouteChain &chain : *chains)
            all << chain.source << chain.targets << u";"_s;
    }
    // Rows stay while nothing has changed: one of them may have the focus.
    const QString shown = all.join(u'\n') + (m_loaded ? u"1"_s : u"0"_s);
    if (std::exchange(m_shown, shown) == shown)
        return;
    auto *box = new QWidget;
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins({});
    column->setSpacing(2);
    for (const client::RouteChain &chain : m_state.fallbacks)
        addRow(box, Kind::General, chain);
    for (const client::RouteChain &chain : m_state.contextFallbacks)
        addRow(box, Kind::Context, chain);
    for (const client::RouteChain &chain : m_state.policyFallbacks)
        addRow(box, Kind::Policy, chain);
    if (!m_state.defaultChain.isEmpty())
        column->addWidget(
            (new Label(tr("One chain for all: %1").arg(m_state.defaultChain.join(arrow()))))->wrapped());
    if (column->count() == 0)
        column->addWidget(
            (new Label(tr("None: when all deployments of a name have failed, the program gets the "
                          "error."),
                       TextStyle::Body, Colour::TextSecondary))
                ->wrapped());
    addAliases(box);
    if (QWidget *old = std::exchange(m_rows, box)) {
        old->hide();
        old->deleteLater();
    }
    body()->insertWidget(1, box);
}

void FallbacksCard::addRow(QWidget *box, Kind kind, const client::RouteChain &chain)
{
    auto *line = new QWidget;
    auto *row = new QHBoxLayout(line);
    row->setContentsMargins({});
    row->setSpacing(space::kSmall);
    auto *name = (new Label(sourceText(chain.source), TextStyle::BodyStrong))->elided();
    name->setFixedWidth(kNameWidth);
    row->addWidget(name);
    row->addWidget((new Label(chain.targets.join(arrow())))->elided(), 1);
    QStringList unknown;
    for (const QString &target : chain.targets) {
        if (!m_state.names.contains(target) && !target.contains(u'/'))
            unknown << target;
    }
    if (!unknown.isEmpty())
        row->addWidget(new Badge(Mark::Warning, tr("no model “%1”").arg(unknown.join(u", "_s))));
    row->addWidget(new Label(kindText(kind), TextStyle::Caption, Colour::TextSecondary));
    const QString of = u"%1, %2"_s.arg(sourceText(chain.source), kindText(kind));
    QToolButton *change = iconButton(u"edit"_s, tr("Change: %1").arg(of));
    QToolButton *remove = iconButton(u"trash"_s, tr("Remove: %1").arg(of));
    const List &list = m_lists[int(kind)];
    for (QToolButton *one : {change, remove}) {
        one->setEnabled(m_loaded && list.editable);
        if (m_loaded && !list.editable)
            one->setToolTip(tr("This list is written in a form that only the YAML editor changes."));
        row->addWidget(one);
    }
    connect(change, &QToolButton::clicked, this, [this, kind, chain] { edit(kind, chain); });
    connect(remove, &QToolButton::clicked, this,
            [this, kind, source = chain.source] { write(kind, source, {}); });
    box->layout()->addWidget(line);
}

void FallbacksCard::addAliases(QWidget *box)
{
    if (m_state.aliases.empty())
        return;
    auto *column = static_cast<QVBoxLayout *>(box->layout());
    column->addSpacing(space::kSmall);
    column->addWidget(new Separator);
    column->addSpacing(space::kSmall);
    column->addWidget(new Label(tr("Other names"), TextStyle::CaptionStrong, Colour::TextSecondary));
    for (const client::RouteChain &alias : m_state.aliases) {
        auto *line = new QWidget;
        auto *row = new QHBoxLayout(line);
        row->setContentsMargins(0, 2, 0, 2);
        row->setSpacing(space::kSmall);
        auto *name = (new Label(alias.source, TextStyle::BodyStrong))->elided();
        name->setFixedWidth(kNameWidth);
        row->addWidget(name);
        row->addWidget((new Label(tr("stands for %1").arg(alias.targets.join(tr(", then ")))))->elided(), 1);
        if (alias.hidden)
            row->addWidget(new Label(tr("not listed"), TextStyle::Caption, Colour::TextSecondary));
        column->addWidget(line);
    }
}

void FallbacksCard::add()
{
    if (m_loaded)
        edit(std::nullopt, {});
}

void FallbacksCard::edit(std::optional<Kind> kind, const client::RouteChain &chain)
{
    auto *dialog = new FallbackEdit(m_state.names, window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    if (kind)
        dialog->setChain(int(*kind), chain.source, chain.targets);
    for (int i = 0; i < int(std::size(m_lists)); ++i)
        dialog->setKindEnabled(i, m_lists[i].editable);
    connect(dialog, &QDialog::accepted, this,
            [this, dialog] { write(Kind(dialog->kind()), dialog->source(), dialog->targets()); });
    dialog->open();
}

void FallbacksCard::write(Kind kind, const QString &source, const QStringList &targets)
{
    const List &list = m_lists[int(kind)];
    json::Array rows = list.seen.is_array() ? list.seen.get_array() : json::Array();
    const std::string key = source.toStdString();
    json::Array names;
    for (const QString &target : targets)
        names.emplace_back(target.toStdString());
    const auto of = [&](const json::Value &row) { return row.is_object() && row.get_object().contains(key); };
    auto *const found = std::find_if(rows.begin(), rows.end(), of);
    if (targets.isEmpty()) {
        if (found == rows.end())
            return;
        rows.erase(found);
    } else if (found != rows.end()) {
        found->get_object()[key] = std::move(names);
    } else {
        rows.emplace_back(json::Object{{key, std::move(names)}});
    }
    using Op = client::ConfigEdit::Op;
    const bool was = !list.seen.is_null();
    const bool is = !rows.empty();
    const json::Value after = is ? json::Value(rows) : json::Value(nullptr);
    m_undoEdits = {{was ? Op::Set : Op::Remove, list.path, list.seen, false, after}};
    m_undoing = false;
    m_saveToken = m_config.edit({{is ? Op::Set : Op::Remove, list.path, after, false, list.seen}});
}

void FallbacksCard::undo()
{
    if (m_undoEdits.empty())
        return;
    m_undoing = true;
    m_saveToken = m_config.edit(std::exchange(m_undoEdits, {}));
}

void FallbacksCard::handleSaved(const client::ConfigSaved &result)
{
    m_saveToken = 0;
    const bool conflict = result.state == client::ConfigSaved::State::Conflict;
    m_outcome->setText(
        result.ok() ? (m_undoing ? tr("Taken back.") : tr("Saved in config.yaml and in force."))
        : conflict  ? tr("Another program has changed config.yaml meanwhile: look and try again.")
                    : result.problem.message);
    m_outcome->setRole(result.ok() ? Colour::TextSecondary : Colour::Error);
    m_outcome->show();
    m_undo->setVisible(result.ok() && !m_undoing);
    if (!result.ok())
        m_undoEdits.clear();
    ask();
}

}   // namespace gw::ui
