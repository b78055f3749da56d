#include "ui/dialogs/keepprompts.h"

#include "ui/framework/controls.h"
#include "ui/framework/label.h"
#include "ui/framework/surfaces.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QLocale>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

constexpr int kWidth = 540;

QString sizeText(std::int64_t bytes)
{
    return QLocale().formattedDataSize(bytes, bytes < 1'000'000'000 ? 0 : 1, QLocale::DataSizeSIFormat);
}

}   // namespace

KeepPrompts::KeepPrompts(client::TrafficClient &client, QWidget *parent)
    : QDialog(parent)
    , m_client(client)
{
    build();
    connect(m_switch, &QAbstractButton::clicked, this, [this](bool on) {
        m_token = m_client.setKeepsBodies(on);
        m_switch->setEnabled(false);
    });
    connect(&client, &client::TrafficClient::keepingReady, this,
            [this](client::Token token, const client::BodyKeeping &keeping) {
                if (token != m_token)
                    return;
                m_token = 0;
                m_told = true;
                m_keeping = keeping;
                refresh();
            });
    connect(&client, &client::TrafficClient::keepingChanged, this,
            [this] { m_token = m_client.requestKeeping(); });
    m_token = m_client.requestKeeping();
    refresh();
}

void KeepPrompts::open(client::TrafficClient &client, QWidget *parent)
{
    auto *dialog = new KeepPrompts(client, parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

QString KeepPrompts::share(const client::BodyKeeping &keeping)
{
    return tr("%1 of %2").arg(sizeText(keeping.bytes), sizeText(keeping.limitBytes));
}

void KeepPrompts::build()
{
    setWindowTitle(tr("Prompts and answers"));
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(space::kPage, space::kLarge, space::kPage, space::kLarge);
    all->setSpacing(space::kMedium);
    all->addWidget(new Label(tr("Prompts and answers"), TextStyle::Title));
    auto *line = new QHBoxLayout;
    line->setSpacing(space::kMedium);
    m_switch = new Switch(tr("Keep what programs and models say"));
    line->addWidget(m_switch);
    m_state = new Label(tr("Keep what programs and models say"), TextStyle::BodyStrong);
    line->addWidget(m_state, 1);
    all->addLayout(line);
    m_meaning = (new Label({}, TextStyle::Body, Colour::TextSecondary))->wrapped();
    m_meaning->setMinimumWidth(kWidth);
    all->addWidget(m_meaning);
    m_problem = (new Label({}, TextStyle::Body, Colour::Error))->wrapped();
    all->addWidget(m_problem);
    all->addWidget(new Separator);
    m_size = (new Label({}))->wrapped();
    all->addWidget(m_size);
    m_path = new CopyField({}, tr("The file that holds them"));
    all->addWidget(m_path);
    m_question = new QWidget;
    auto *question = new QHBoxLayout(m_question);
    question->setContentsMargins({});
    question->setSpacing(space::kSmall);
    question->addWidget(
        (new Label(tr("Delete all of it? This cannot be taken back."), TextStyle::BodyStrong))->wrapped(), 1);
    m_cancel = button(tr("Cancel"));
    QPushButton *sure = button(tr("Delete all"), Emphasis::Danger);
    sure->setAutoDefault(false);
    addAll(question, {m_cancel, sure});
    all->addWidget(m_question);
    auto *row = new QHBoxLayout;
    row->setSpacing(space::kSmall);
    m_delete = button(tr("Delete what is kept…"), Emphasis::Quiet, u"trash"_s);
    m_delete->setAutoDefault(false);
    QPushButton *close = button(tr("Close"));
    close->setDefault(true);
    row->addWidget(m_delete);
    row->addStretch();
    row->addWidget(close);
    all->addLayout(row);
    connect(m_delete, &QPushButton::clicked, this, [this] { askToDelete(true); });
    connect(m_cancel, &QPushButton::clicked, this, [this] { askToDelete(false); });
    connect(sure, &QPushButton::clicked, this, [this] {
        askToDelete(false);
        m_token = m_client.deleteBodies();
    });
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    askToDelete(false);
}

void KeepPrompts::askToDelete(bool asks)
{
    m_question->setVisible(asks);
    m_delete->setEnabled(!asks && m_keeping.requests > 0);
    if (asks)
        m_cancel->setFocus();
}

void KeepPrompts::refresh()
{
    const QSignalBlocker quiet(m_switch);
    m_switch->setEnabled(m_told);
    m_switch->setChecked(m_client.keepsBodies());
    m_meaning->setText(
        tr("Requests and answers of all programs are written to a file on this computer and deleted after "
           "%n day(s), the oldest first once there are more than %1. Keys and passwords are taken out where "
           "they can be recognised; everything else stands there as it was said.",
           nullptr, m_keeping.days)
            .arg(sizeText(m_keeping.limitBytes)));
    m_problem->setText(m_keeping.problem);
    m_problem->setVisible(!m_keeping.problem.isEmpty());
    const QLocale locale;
    QString kept = tr("Nothing is kept.");
    if (!m_told)
        kept = tr("loading…");
    else if (m_keeping.requests > 0)
        kept = tr("%n request(s), %1. The oldest came on %2.", nullptr, int(m_keeping.requests))
                   .arg(share(m_keeping),
                        locale.toString(QDateTime::fromMSecsSinceEpoch(m_keeping.oldestUs / 1000),
                                        QLocale::ShortFormat));
    if (m_keeping.dropped > 0)
        kept += u' ' + tr("%n request(s) came too fast to be kept.", nullptr, int(m_keeping.dropped));
    m_size->setText(kept);
    m_path->setText(m_keeping.path);
    m_path->setVisible(!m_keeping.path.isEmpty());
    askToDelete(m_question->isVisibleTo(this) && m_keeping.requests > 0);
    // A dialog does not ask its wrapped sentences how high they are.
    for (Label *label : {m_meaning, m_size, m_problem})
        label->setMinimumHeight(std::max(label->heightForWidth(std::max(label->width(), kWidth)), 0));
    adjustSize();
}

}   // namespace gw::ui
