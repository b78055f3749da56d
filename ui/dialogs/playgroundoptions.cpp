#include "ui/dialogs/playgroundoptions.h"

#include "ui/framework/controls.h"
#include "ui/framework/forms.h"
#include "ui/framework/label.h"

#include <QComboBox>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

constexpr int kWidth = 640;
constexpr int kSystemHeight = 72;
constexpr int kToolsHeight = 148;

QPlainTextEdit *area(const QString &text, int height)
{
    auto *edit = new QPlainTextEdit(text);
    edit->setTabChangesFocus(true);
    edit->setFixedHeight(height);
    return edit;
}

// A field and, beside it, another with its own name.
QWidget *pair(QLineEdit *first, const QString &name, QLineEdit *second)
{
    auto *both = new QWidget;
    auto *row = new QHBoxLayout(both);
    row->setContentsMargins({});
    row->setSpacing(space::kSmall);
    row->addWidget(first, 1);
    auto *label = new Label(name, TextStyle::Body, Colour::TextSecondary);
    label->setBuddy(second);
    second->setAccessibleName(name);
    row->addWidget(label);
    row->addWidget(second, 1);
    both->setFocusProxy(first);
    return both;
}

}   // namespace

PlaygroundOptionsDialog::PlaygroundOptionsDialog(const client::PlaygroundOptions &options, QWidget *parent)
    : QDialog(parent)
{
    setWindowTitle(tr("Parameters"));
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(space::kPage, space::kLarge, space::kPage, space::kLarge);
    all->setSpacing(space::kMedium);
    all->addWidget(new Label(tr("Parameters"), TextStyle::Title));
    all->addWidget(
        (new Label(tr("For all columns. What is left empty is the model's own, and what a provider "
                      "does not take is left out or refused as for programs."),
                   TextStyle::Body, Colour::TextSecondary))
            ->wrapped());
    all->addWidget(makeForm(options));
    m_problem = (new Label({}, TextStyle::Body, Colour::Error))->wrapped();
    all->addWidget(m_problem);
    all->addStretch();
    auto *foot = new QHBoxLayout;
    foot->setSpacing(space::kSmall);
    QPushButton *cancel = button(tr("Cancel"));
    cancel->setAutoDefault(false);
    m_accept = button(tr("Use these"), Emphasis::Primary);
    m_accept->setDefault(true);
    foot->addStretch();
    addAll(foot, {cancel, m_accept});
    all->addLayout(foot);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_accept, &QPushButton::clicked, this, &QDialog::accept);
    for (QLineEdit *edit : findChildren<QLineEdit *>())
        connect(edit, &QLineEdit::textChanged, this, &PlaygroundOptionsDialog::check);
    connect(m_tools, &QPlainTextEdit::textChanged, this, &PlaygroundOptionsDialog::check);
    check();
    makeRoom();
    m_system->setFocus();
}

QWidget *PlaygroundOptionsDialog::makeForm(const client::PlaygroundOptions &options)
{
    m_form = new Form;
    m_system = area(options.system, kSystemHeight);
    m_form->addRow(tr("System prompt"), m_system);
    m_system->setAccessibleName(tr("System prompt"));
    m_temperature = new QLineEdit(options.temperature);
    m_topP = new QLineEdit(options.topP);
    QWidget *sampling = pair(m_temperature, tr("Top p"), m_topP);
    m_form->addRow(tr("Temperature"), sampling);
    m_temperature->setAccessibleName(tr("Temperature"));
    m_maxTokens = new QLineEdit(options.maxTokens);
    m_seed = new QLineEdit(options.seed);
    QWidget *limits = pair(m_maxTokens, tr("Seed"), m_seed);
    m_form->addRow(tr("Most tokens"), limits);
    m_maxTokens->setAccessibleName(tr("Most tokens"));
    m_effort = new QComboBox;
    m_effort->addItem(tr("the model's own"), QString());
    for (const QString &effort : {u"none"_s, u"minimal"_s, u"low"_s, u"medium"_s, u"high"_s, u"xhigh"_s})
        m_effort->addItem(effort, effort);
    m_effort->setCurrentIndex(std::max(m_effort->findData(options.effort), 0));
    m_form->addRow(tr("Reasoning"), m_effort);
    m_effort->setAccessibleName(tr("Reasoning"));
    m_stream = new Switch(tr("Streamed"));
    m_stream->setChecked(options.stream);
    auto *line = new QWidget;
    auto *row = new QHBoxLayout(line);
    row->setContentsMargins({});
    row->addWidget(m_stream);
    row->addStretch();
    line->setFocusProxy(m_stream);
    m_form->addRow(tr("Streamed"), line);
    m_tools = area(options.tools, kToolsHeight);
    m_tools->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_tools->setPlaceholderText(u"[{\"type\": \"function\",\n  \"function\": {\"name\": \"weather\",\n    "
                                "\"parameters\": {\"type\": \"object\", \"properties\": {}}}}]"_s);
    m_form->addRow(tr("Tools"), m_tools,
                   tr("A list in OpenAI's form. Nobody calls them here: what you write after a call goes "
                      "back as its result."));
    m_tools->setAccessibleName(tr("Tools"));
    return m_form;
}

client::PlaygroundOptions PlaygroundOptionsDialog::options() const
{
    return {.system = m_system->toPlainText(),
            .tools = m_tools->toPlainText(),
            .temperature = m_temperature->text().trimmed(),
            .topP = m_topP->text().trimmed(),
            .maxTokens = m_maxTokens->text().trimmed(),
            .seed = m_seed->text().trimmed(),
            .effort = m_effort->currentData().toString(),
            .stream = m_stream->isChecked()};
}

// Wrapped words are taller than hints say.
void PlaygroundOptionsDialog::makeRoom()
{
    layout()->activate();
    const int wide = std::max(width(), kWidth);
    resize(wide, std::max(isVisible() ? height() : 0, layout()->totalHeightForWidth(wide)));
}

void PlaygroundOptionsDialog::check()
{
    const auto body = client::playgroundBody({.options = options()});
    m_accept->setEnabled(body.ok());
    m_problem->setVisible(!body.ok());
    if (body.ok())
        return;
    const std::string &option = body.error().param;
    const QString name = option == "temperature"  ? tr("Temperature")
                         : option == "top_p"      ? tr("Top p")
                         : option == "max_tokens" ? tr("Most tokens")
                         : option == "seed"       ? tr("Seed")
                                                  : tr("Tools");
    m_problem->setText(u"%1: %2"_s.arg(name, QString::fromStdString(body.error().message)));
    makeRoom();
}

}   // namespace gw::ui
