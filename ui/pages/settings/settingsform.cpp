#include "ui/pages/settings/settingsform.h"

#include "core/client/configclient.h"
#include "core/client/gatewayclient.h"
#include "ui/framework/controls.h"
#include "ui/framework/forms.h"
#include "ui/framework/marks.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

using Origin = client::ConfigOrigin;
using Kind = Setting::Kind;

constexpr int kNumberWidth = 120;

QString shown(const json::Value &value)
{
    if (value.is_null())
        return {};
    if (value.is_string())
        return QString::fromUtf8(value.get_string().data(), qsizetype(value.get_string().size()));
    if (value.is_array()) {
        QStringList parts;
        for (const json::Value &item : value.get_array())
            parts << shown(item);
        return parts.join(u", "_s);
    }
    return QString::fromStdString(json::serialize(value));
}

}   // namespace

SettingsForm::SettingsForm(client::GatewayClient &client, QList<Setting> settings, QWidget *parent)
    : QWidget(parent)
    , m_client(client)
    , m_config(client.config())
{
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins({});
    all->setSpacing(space::kSmall);
    m_form = new Form;
    for (Setting &setting : settings)
        m_rows.append({.setting = std::move(setting)});
    for (Row &row : m_rows) {
        QWidget *field = makeField(row);
        m_form->addRow(row.setting.kind == Kind::Switch ? QString() : row.setting.label, field,
                       row.setting.hint);
    }
    all->addWidget(m_form);
    all->addWidget(makeFoot());
    connect(&m_config, &client::ConfigClient::valuesReady, this,
            [this](client::Token token, const std::vector<client::ConfigValue> &values) {
                if (token == m_valuesToken)
                    handleValues(values);
            });
    connect(&m_config, &client::ConfigClient::saved, this,
            [this](client::Token token, const client::ConfigSaved &result) {
                if (token == m_saveToken)
                    handleSaved(result);
            });
    connect(&client, &client::GatewayClient::configChanged, this, &SettingsForm::refresh);
    refresh();
    showState();
}

QWidget *SettingsForm::makeField(Row &row)
{
    const auto edited = [this, field = &row] {
        m_outcome.clear();
        showHint(*field);
        showState();
    };
    if (row.setting.kind == Kind::Switch) {
        row.box = new QCheckBox(row.setting.label);
        row.box->setAccessibleName(row.setting.label);
        row.field = row.box;
        connect(row.box, &QCheckBox::toggled, this, edited);
        return row.field;
    }
    if (row.setting.kind == Kind::Choice) {
        row.combo = new QComboBox;
        row.combo->addItem(row.setting.fallback, QString());
        for (const auto &[value, name] : std::as_const(row.setting.choices))
            row.combo->addItem(name, value);
        row.field = row.combo;
        connect(row.combo, &QComboBox::currentIndexChanged, this, edited);
        return row.field;
    }
    row.edit = new QLineEdit;
    row.edit->setPlaceholderText(row.setting.fallback);
    row.field = row.edit;
    if (row.setting.kind == Kind::Whole || row.setting.kind == Kind::Number)
        row.edit->setFixedWidth(kNumberWidth);
    connect(row.edit, &QLineEdit::textEdited, this, edited);
    connect(row.edit, &QLineEdit::returnPressed, this, &SettingsForm::apply);
    return row.field;
}

QWidget *SettingsForm::makeFoot()
{
    auto *box = new QWidget;
    auto *foot = new QHBoxLayout(box);
    foot->setContentsMargins(0, space::kSmall, 0, 0);
    foot->setSpacing(space::kSmall);
    m_state = new Badge(Mark::Off, tr("loading"));
    m_undoButton = smallButton(tr("Undo"), Emphasis::Quiet, u"undo"_s);
    connect(m_undoButton, &QPushButton::clicked, this, &SettingsForm::undo);
    addAll(foot, {m_state, m_undoButton});
    foot->addStretch();
    m_place = smallButton(tr("Show as YAML"), Emphasis::Quiet);
    connect(m_place, &QPushButton::clicked, this, [this] {
        for (const Row &row : std::as_const(m_rows)) {
            if (row.seen.origin.kind != Origin::Kind::Missing)
                return Q_EMIT placeAsked(row.seen.origin.file, row.seen.origin.line, row.seen.origin.column);
        }
        Q_EMIT placeAsked({}, 1, 1);
    });
    m_revert = button(tr("Revert"));
    connect(m_revert, &QPushButton::clicked, this, [this] {
        m_outcome.clear();
        for (Row &row : m_rows)
            show(row);
        showState();
    });
    m_apply = button(tr("Apply"), Emphasis::Primary);
    connect(m_apply, &QPushButton::clicked, this, &SettingsForm::apply);
    addAll(foot, {m_place, m_revert, m_apply});
    return box;
}

void SettingsForm::refresh()
{
    std::vector<client::ConfigPath> paths;
    for (const Row &row : std::as_const(m_rows))
        paths.push_back(row.setting.path);
    m_valuesToken = m_config.requestValues(paths);
}

void SettingsForm::handleValues(const std::vector<client::ConfigValue> &values)
{
    for (qsizetype i = 0; i < m_rows.size() && std::size_t(i) < values.size(); ++i) {
        Row &row = m_rows[i];
        // What somebody is typing stays; the value below it is the new one.
        const bool typing = (row.edit ? row.edit->isModified() : m_loaded) && isChanged(row);
        row.seen = values[std::size_t(i)];
        if (typing)
            showHint(row);
        else
            show(row);
    }
    m_loaded = true;
    showState();
}

void SettingsForm::show(Row &row)
{
    const json::Value &value = row.seen.value;
    if (row.box) {
        const QSignalBlocker quiet(row.box);
        const QString text = shown(value).toLower();
        const bool on = value.is_bool()   ? value.get_bool()
                        : value.is_null() ? row.setting.fallback == "on"_L1
                                          : text == "true"_L1 || text == "yes"_L1 || text == "on"_L1;
        row.box->setChecked(on);
    } else if (row.combo) {
        const QSignalBlocker quiet(row.combo);
        if (row.combo->findData(shown(value)) < 0)
            row.combo->addItem(shown(value), shown(value));
        row.combo->setCurrentIndex(row.combo->findData(shown(value)));
    } else {
        row.edit->setText(shown(value));
        row.edit->setCursorPosition(0);
    }
    row.field->setEnabled(!isLocked(row));
    showHint(row);
}

bool SettingsForm::isLocked(const Row &row) const
{
    const Origin::Kind kind = row.seen.origin.kind;
    return kind == Origin::Kind::Alias || kind == Origin::Kind::Merge || kind == Origin::Kind::Environment;
}

QString SettingsForm::originText(const Row &row) const
{
    const Origin &origin = row.seen.origin;
    const QString file = QFileInfo(origin.file).fileName();
    switch (origin.kind) {
    case Origin::Kind::Missing:
        return {};
    case Origin::Kind::Plain:
    case Origin::Kind::Include:
        return tr("%1, line %2").arg(file).arg(origin.line);
    case Origin::Kind::Alias:
    case Origin::Kind::Merge:
        return tr("Comes from the anchor &%1 in line %2; change it there.").arg(origin.name).arg(origin.line);
    case Origin::Kind::Environment:
        return tr("Read from the environment variable %1.").arg(origin.name);
    }
    return {};
}

QString SettingsForm::textOf(const Row &row)
{
    return row.combo ? row.combo->currentData().toString() : row.edit->text().trimmed();
}

QString SettingsForm::problemOf(const Row &row) const
{
    const QString text = row.edit ? row.edit->text().trimmed() : QString();
    if (text.isEmpty() || (row.setting.kind != Kind::Whole && row.setting.kind != Kind::Number))
        return {};
    bool fine = false;
    const double number =
        row.setting.kind == Kind::Whole ? double(text.toLongLong(&fine)) : text.toDouble(&fine);
    if (!fine)
        return row.setting.kind == Kind::Whole ? tr("This is not a whole number.")
                                               : tr("This is not a number.");
    if (number < 0)
        return tr("This must not be negative.");
    if (row.setting.most > 0 && number > row.setting.most)
        return tr("At most %1.").arg(QLocale().toString(row.setting.most));
    return {};
}

void SettingsForm::showHint(const Row &row)
{
    const QString problem = problemOf(row);
    if (row.edit)
        setInvalid(row.edit, !problem.isEmpty());
    if (!problem.isEmpty())
        return m_form->setHint(row.field, problem, Mark::Error);
    QStringList parts{row.setting.hint, originText(row)};
    parts.removeAll(QString());
    m_form->setHint(row.field, parts.join(u" · "_s));
}

json::Value SettingsForm::typed(const Row &row) const
{
    if (row.box)
        return json::Value(row.box->isChecked());
    const QString text = textOf(row);
    if (text.isEmpty())
        return nullptr;
    switch (row.setting.kind) {
    case Kind::Whole:
        return json::Value(std::int64_t(text.toLongLong()));
    case Kind::Number:
        return text.contains(u'.') || text.contains(u'e') ? json::Value(text.toDouble())
                                                          : json::Value(std::int64_t(text.toLongLong()));
    case Kind::List: {
        json::Array list;
        for (const QString &part : text.split(u',')) {
            if (const QString one = part.trimmed(); !one.isEmpty())
                list.push_back(json::Value(one.toStdString()));
        }
        return list;
    }
    case Kind::Text:
        // A text that spells a switch is one: "false" turns a check off.
        if (text == "true"_L1 || text == "false"_L1)
            return json::Value(text == "true"_L1);
        break;
    case Kind::Switch:
    case Kind::Choice:
        break;
    }
    return json::Value(text.toStdString());
}

bool SettingsForm::isChanged(const Row &row) const
{
    if (isLocked(row))
        return false;
    if (row.box) {
        const json::Value &now = row.seen.value;
        const QString text = shown(now).toLower();
        const bool on = now.is_null() ? row.setting.fallback == "on"_L1
                                      : text == "true"_L1 || text == "yes"_L1 || text == "on"_L1;
        return row.box->isChecked() != on;
    }
    return textOf(row) != shown(row.seen.value);
}

void SettingsForm::showState()
{
    const auto changed = std::ranges::count_if(m_rows, [this](const Row &row) { return isChanged(row); });
    const auto wrong =
        std::ranges::count_if(m_rows, [this](const Row &row) { return !problemOf(row).isEmpty(); });
    const bool saving = m_saveToken != 0;
    if (!m_loaded)
        m_state->set(Mark::Off, tr("loading"));
    else if (saving)
        m_state->set(Mark::Busy, tr("saving"));
    else if (wrong > 0)
        m_state->set(Mark::Error, tr("%n values are not valid", nullptr, int(wrong)));
    else if (!m_outcome.isEmpty())
        m_state->set(m_failed ? Mark::Error : Mark::Ok, m_outcome);
    else if (changed > 0)
        m_state->set(Mark::Partial, tr("%n changes", nullptr, int(changed)));
    else
        m_state->set(Mark::Ok, tr("as in the file"));
    // Only what there is something to do with: all of it is wider than half a page in some languages.
    const bool undoable = !m_undo.empty() && !m_failed && !m_outcome.isEmpty() && !saving;
    m_undoButton->setVisible(undoable);
    m_place->setVisible(!undoable);
    m_revert->setVisible(changed > 0);
    m_revert->setEnabled(changed > 0 && !saving);
    m_apply->setEnabled(changed > 0 && wrong == 0 && !saving && m_loaded);
}

void SettingsForm::apply()
{
    if (!m_apply->isEnabled())
        return;
    std::vector<client::ConfigEdit> edits;
    m_undo.clear();
    for (const Row &row : std::as_const(m_rows)) {
        if (!isChanged(row))
            continue;
        using Op = client::ConfigEdit::Op;
        const json::Value value = typed(row);
        const json::Value before = row.seen.value;
        const bool there = row.seen.origin.kind != Origin::Kind::Missing;
        edits.push_back({value.is_null() ? Op::Remove : Op::Set, row.setting.path, value, false, before});
        m_undo.push_back({there ? Op::Set : Op::Remove, row.setting.path, before, false, value});
    }
    m_undoing = false;
    m_saveToken = m_config.edit(edits);
    showState();
}

void SettingsForm::undo()
{
    m_undoing = true;
    m_saveToken = m_config.edit(std::exchange(m_undo, {}));
    showState();
}

void SettingsForm::handleSaved(const client::ConfigSaved &result)
{
    using State = client::ConfigSaved::State;
    m_saveToken = 0;
    m_failed = !result.ok();
    if (result.ok()) {
        m_outcome = m_undoing ? tr("taken back") : tr("saved, in force");
        // What was typed is what the file holds now.
        for (Row &row : m_rows) {
            row.seen.value = m_undoing ? row.seen.value : typed(row);
            if (row.edit)
                row.edit->setModified(false);
        }
        m_loaded = !m_undoing && m_loaded;
    } else if (result.state == State::Conflict) {
        m_outcome = tr("changed by another program meanwhile; look and try again");
    } else {
        m_outcome = result.problem.line > 0
                        ? tr("line %1 %2").arg(result.problem.line).arg(result.problem.message)
                        : result.problem.message;
        Q_EMIT placeAsked(result.problem.file, result.problem.line, result.problem.column);
    }
    refresh();
    showState();
}

}   // namespace gw::ui
