#include "ui/dialogs/clientdiff.h"

#include "ui/framework/controls.h"
#include "ui/framework/diffview.h"
#include "ui/framework/label.h"
#include "ui/framework/secretclipboard.h"
#include "ui/framework/surfaces.h"
#include "ui/models/linediff.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

constexpr QSize kStartSize(680, 560);
constexpr int kTypingMs = 250;

void clear(QLayout *layout)
{
    while (QLayoutItem *item = layout->takeAt(0)) {
        if (item->layout())
            clear(item->layout());
        delete item->widget();
        delete item;
    }
}

}   // namespace

ClientDiff::ClientDiff(client::ClientsClient &client, const client::Tool &tool, const QStringList &models,
                       QWidget *parent)
    : QDialog(parent)
    , m_client(client)
    , m_tool(tool)
    , m_clipboard(new SecretClipboard(this))
{
    setWindowTitle(tr("Configure %1").arg(tool.name));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(space::kPage, space::kLarge, space::kPage, space::kLarge);
    column->setSpacing(space::kMedium);
    column->addWidget(new Label(windowTitle(), TextStyle::Title));
    m_text = (new Label(tr("Reading its files"), TextStyle::Body, Colour::TextSecondary))->wrapped();
    column->addWidget(m_text);
    if (tool.mayModel)
        addModel(column, models);
    m_problem = new QVBoxLayout;
    column->addLayout(m_problem);
    m_files = new QWidget;
    m_filesColumn = new QVBoxLayout(m_files);
    m_filesColumn->setContentsMargins({});
    m_filesColumn->setSpacing(space::kSmall);
    QScrollArea *area = scrolled(m_files);
    area->setAccessibleName(tr("Changes"));
    column->addWidget(area, 1);
    addButtons(column);
    connect(&m_client, &client::ClientsClient::planned, this,
            [this](client::Token token, const client::ToolPlan &plan) {
                if (token == m_planning)
                    show(plan);
            });
    connect(&m_client, &client::ClientsClient::changed, this,
            [this](client::Token token, const client::ToolChange &change) {
                if (token == m_applying && token != 0)
                    handleChanged(change);
            });
    m_typing.setSingleShot(true);
    m_typing.setInterval(kTypingMs);
    connect(&m_typing, &QTimer::timeout, this, &ClientDiff::ask);
    resize(kStartSize);
    ask();
}

void ClientDiff::addModel(QVBoxLayout *column, const QStringList &models)
{
    auto *row = new QHBoxLayout;
    auto *name = new Label(tr("Model"), TextStyle::Body);
    m_models = new QComboBox;
    m_models->setEditable(true);
    m_models->setInsertPolicy(QComboBox::NoInsert);
    m_models->setAccessibleName(tr("Model"));
    m_models->addItems(models);
    m_models->lineEdit()->setPlaceholderText(m_tool.needsModel ? tr("Name of a model")
                                                               : tr("as it is set in %1").arg(m_tool.name));
    m_models->setCurrentText(!m_tool.model.isEmpty()                  ? m_tool.model
                             : m_tool.needsModel && !models.isEmpty() ? models.first()
                                                                      : QString());
    name->setBuddy(m_models);
    row->addWidget(name);
    row->addWidget(m_models, 1);
    column->addLayout(row);
    connect(m_models, &QComboBox::currentTextChanged, this, [this] {
        m_failure.clear();
        m_apply->setEnabled(false);
        m_typing.start();
    });
}

void ClientDiff::addButtons(QVBoxLayout *column)
{
    m_promise = new QWidget;
    auto *promise = new QHBoxLayout(m_promise);
    promise->setContentsMargins({});
    promise->setSpacing(space::kSmall);
    promise->addWidget(new Badge(Mark::Ok, tr("backup is kept")));
    promise->addWidget((new Label(tr("Undo puts the files back exactly as they are now."), TextStyle::Caption,
                                  Colour::TextSecondary))
                           ->elided(),
                       1);
    column->addWidget(m_promise);
    if (!m_tool.note.isEmpty())
        column->addWidget((new Label(m_tool.note, TextStyle::Caption, Colour::TextSecondary))->wrapped());
    auto *box = new QDialogButtonBox;
    m_apply = button(tr("Change files"), Emphasis::Primary);
    m_apply->setDefault(true);
    m_apply->setEnabled(false);
    m_cancel = button(tr("Cancel"));
    box->addButton(m_apply, QDialogButtonBox::AcceptRole);   // It stays open until it is done.
    box->addButton(m_cancel, QDialogButtonBox::RejectRole);
    connect(m_apply, &QPushButton::clicked, this, &ClientDiff::apply);
    connect(box, &QDialogButtonBox::rejected, this, &QDialog::reject);
    column->addWidget(box);
    (m_models && m_tool.needsModel ? static_cast<QWidget *>(m_models) : m_cancel)->setFocus();
}

QString ClientDiff::model() const
{
    return m_models ? m_models->currentText().trimmed() : QString();
}

void ClientDiff::ask()
{
    m_seen.clear();
    m_apply->setEnabled(false);
    m_planning = m_client.plan(m_tool.id, model());
}

void ClientDiff::show(const client::ToolPlan &plan)
{
    clear(m_problem);
    clear(m_filesColumn);
    m_seen = plan.seen;
    if (!m_failure.isEmpty())
        tellProblem(m_failure);
    const bool good = plan.problem.isEmpty();
    m_promise->setVisible(good && !plan.inPlace);
    m_apply->setVisible(!plan.inPlace || !good);
    m_apply->setEnabled(good && !plan.inPlace);
    m_cancel->setText(good && plan.inPlace ? tr("Close") : tr("Cancel"));
    if (!good) {
        m_text->setText(tr("Nothing can be changed as things are."));
        tellProblem(plan.problem);
        return;
    }
    showFiles(plan);
    const int files = int(plan.files.size());
    m_apply->setText(tr("Change %n file(s)", nullptr, files));
    m_text->setText(
        plan.inPlace
            ? tr("This is what was changed. Everything else is as it was, byte for byte.")
            : tr("%n file(s) change. Everything else stays as it is, byte for byte.", nullptr, files));
    if (m_apply->isEnabled() && (!m_models || !m_models->hasFocus()))
        m_apply->setFocus();
}

void ClientDiff::showFiles(const client::ToolPlan &plan)
{
    for (const client::ToolFile &file : plan.files) {
        const QList<DiffView::Line> lines = lineDiff(file.before, file.after);
        auto *head = new QHBoxLayout;
        head->addWidget((new Label(file.path, TextStyle::Code))->elided(), 1);
        if (file.isNew)
            head->addWidget(new Label(tr("new file"), TextStyle::Caption, Colour::TextSecondary));
        head->addWidget(new Label(diffCounts(lines), TextStyle::Caption, Colour::TextSecondary));
        m_filesColumn->addLayout(head);
        auto *view = new DiffView(lines);
        view->setLayoutDirection(Qt::LeftToRight);   // As the text in it.
        m_filesColumn->addWidget(view);
    }
    m_filesColumn->addStretch(1);
}

void ClientDiff::apply()
{
    m_failure.clear();
    m_apply->setEnabled(false);
    m_applying = m_client.apply(m_tool.id, model(), m_seen);
}

void ClientDiff::handleChanged(const client::ToolChange &change)
{
    m_applying = 0;
    if (!change.ok) {
        // What can be done now is looked at anew; the reason stays until something else is tried.
        m_failure = change.problem;
        ask();
        return;
    }
    Q_EMIT connected(m_tool.id);
    if (change.key.isEmpty())
        accept();
    else
        showKey(change.key);
}

void ClientDiff::showKey(const Secret &key)
{
    clear(m_problem);
    clear(m_filesColumn);
    m_planning = 0;
    m_promise->hide();
    m_apply->hide();
    if (m_models)
        m_models->setEnabled(false);
    m_text->setText(tr("Its files are changed. One thing is left to you: its key."));
    auto *field = new CopyField(QString::fromStdString(key.masked()), tr("Key of %1").arg(m_tool.name));
    field->setCopy([this, key] { m_clipboard->copy(key); });
    m_filesColumn->addWidget(field);
    m_filesColumn->addStretch(1);
    m_cancel->setText(tr("Close"));
    m_cancel->setFocus();
}

void ClientDiff::tellProblem(const QString &problem)
{
    m_problem->addWidget(new Banner(Mark::Error, problem, {}, {}));
}

}   // namespace gw::ui
