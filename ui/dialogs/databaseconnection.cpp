#include "ui/dialogs/databaseconnection.h"

#include "ui/dialogs/connectionparts.h"
#include "ui/framework/controls.h"
#include "ui/framework/forms.h"
#include "ui/framework/label.h"
#include "ui/framework/surfaces.h"

#include <QClipboard>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

using client::DatabaseFault;
using client::DatabaseStep;
using client::DatabaseTls;

constexpr int kWidth = 680;
constexpr int kPortWidth = 88;
constexpr int kHighestPort = 65535;
constexpr int kSqlLines = 6;

QString stepName(DatabaseStep::Kind kind)
{
    switch (kind) {
    case DatabaseStep::Kind::Reach:
        return DatabaseConnection::tr("Reached");
    case DatabaseStep::Kind::Tls:
        return DatabaseConnection::tr("Encryption");
    case DatabaseStep::Kind::SignIn:
        return DatabaseConnection::tr("Signed in");
    case DatabaseStep::Kind::Schema:
        return DatabaseConnection::tr("Tables");
    case DatabaseStep::Kind::Content:
        return DatabaseConnection::tr("Gateways");
    case DatabaseStep::Kind::Rights:
        return DatabaseConnection::tr("Rights");
    }
    return {};
}

StepStrip::Step shown(const DatabaseStep &step)
{
    using State = DatabaseStep::State;
    switch (step.state) {
    case State::Running:
        return {stepName(step.kind), Mark::Busy, DatabaseConnection::tr("trying…")};
    case State::Passed:
        return {stepName(step.kind), Mark::Ok,
                step.detail.isEmpty() ? DatabaseConnection::tr("good") : step.detail};
    case State::Warned:
        return {stepName(step.kind), Mark::Warning, DatabaseConnection::tr("too many", "rights")};
    case State::Failed:
        return {stepName(step.kind), Mark::Error, DatabaseConnection::tr("failed")};
    case State::Waiting:
        break;
    }
    return {stepName(step.kind), Mark::Off, {}};
}

// What a fault means and what helps; what the server said follows.
QString advice(DatabaseFault fault)
{
    switch (fault) {
    case DatabaseFault::Unreachable:
        return DatabaseConnection::tr(
            "Nothing answers there. Is the address right, and does PostgreSQL listen "
            "on it?");
    case DatabaseFault::Tls:
        return DatabaseConnection::tr("There is no connection encrypted as you want it.");
    case DatabaseFault::SignIn:
        return DatabaseConnection::tr("The server does not let this user in.");
    case DatabaseFault::NoDatabase:
        return DatabaseConnection::tr("There is no database of this name on the server.");
    case DatabaseFault::NoSchema:
        return DatabaseConnection::tr("No gateway has used this database yet: it has no schema “portico”. A "
                                      "gateway makes it that has this database in its settings.");
    case DatabaseFault::OlderSchema:
        return DatabaseConnection::tr(
            "The gateways that use this database are of an older version. Update one "
            "of them first.");
    case DatabaseFault::NewerSchema:
        return DatabaseConnection::tr(
            "A newer version has changed the tables of this database. Update Portico "
            "on this computer.");
    case DatabaseFault::NotAllowed:
        return DatabaseConnection::tr("This role may not read what is needed.");
    case DatabaseFault::None:
    case DatabaseFault::Other:
        break;
    }
    return {};
}

bool saysItAll(DatabaseFault fault)
{
    return fault == DatabaseFault::NoSchema || fault == DatabaseFault::OlderSchema ||
           fault == DatabaseFault::NewerSchema;
}

}   // namespace

DatabaseConnection::DatabaseConnection(client::DatabaseClient &database, QWidget *parent)
    : QDialog(parent)
    , m_database(database)
{
    setWindowTitle(tr("PostgreSQL"));
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(space::kPage, space::kLarge, space::kPage, space::kLarge);
    all->setSpacing(space::kMedium);
    all->addWidget(new Label(tr("PostgreSQL"), TextStyle::Title));
    all->addWidget(
        (new Label(tr("Gateways that share a PostgreSQL keep their spend and keys there. This window "
                      "can read them directly, of all gateways or of one. It never writes."),
                   TextStyle::Body, Colour::TextSecondary))
            ->wrapped());
    all->addWidget(makeForm());
    all->addWidget(makeOutcome());
    all->addStretch();
    all->addWidget(makeFoot());
    connect(&database, &client::DatabaseClient::stepped, this, &DatabaseConnection::handleStep);
    connect(&database, &client::DatabaseClient::tested, this, &DatabaseConnection::handleTested);
    for (QLineEdit *edit : m_form->findChildren<QLineEdit *>())
        connect(edit, &QLineEdit::textChanged, this, &DatabaseConnection::check);
    connect(m_tls, &QTabBar::currentChanged, this, &DatabaseConnection::check);
    fill();
    m_host->setFocus();
}

// Wrapped words are taller than hints say, and an outcome adds some.
void DatabaseConnection::makeRoom()
{
    layout()->activate();
    const int wide = std::max(width(), kWidth);
    resize(wide, std::max(isVisible() ? height() : 0, layout()->totalHeightForWidth(wide)));
}

QWidget *DatabaseConnection::makeForm()
{
    m_form = new Form;
    m_form->addRow(tr("Server"), makeHost());
    m_name = new QLineEdit;
    m_name->setPlaceholderText(u"portico"_s);
    m_form->addRow(tr("Database"), m_name);
    m_user = new QLineEdit;
    m_user->setPlaceholderText(u"portico_reader"_s);
    m_form->addRow(tr("User"), m_user);
    m_password = new SecretEdit;
    m_form->addRow(tr("Password"), m_password, tr("Kept in this computer's vault."));
    m_tls = new Segmented({tr("Off"), tr("Required"), tr("Verified")}, int(DatabaseTls::Required));
    auto *row = new QWidget;
    auto *line = new QHBoxLayout(row);
    line->setContentsMargins({});
    line->addWidget(m_tls);
    line->addStretch();
    row->setFocusProxy(m_tls);
    m_form->addRow(tr("Encryption"), row, tr("Required"));
    m_tls->setAccessibleName(tr("Encryption"));
    auto *authorities = new FileField(tr("Authority"), tr("Who has signed the server's certificate"),
                                      tr("PEM files (*.pem *.crt *.cer);;All files (*)"));
    m_authorities = authorities->edit();
    m_authoritiesField = authorities;
    m_form->addRow(tr("Authority"), m_authoritiesField, tr("Empty: those that this computer trusts anyway."));
    return m_form;
}

QWidget *DatabaseConnection::makeHost()
{
    auto *field = new QWidget;
    auto *row = new QHBoxLayout(field);
    row->setContentsMargins({});
    row->setSpacing(space::kSmall);
    m_host = new QLineEdit;
    m_host->setPlaceholderText(u"db.example"_s);
    m_host->setAccessibleName(tr("Server"));
    m_port = new QLineEdit;
    m_port->setFixedWidth(kPortWidth);
    m_port->setAccessibleName(tr("Port"));
    m_port->setInputMethodHints(Qt::ImhDigitsOnly);
    row->addWidget(m_host, 1);
    auto *name = new Label(tr("Port"), TextStyle::Body, Colour::TextSecondary);
    name->setBuddy(m_port);
    row->addWidget(name);
    row->addWidget(m_port);
    field->setFocusProxy(m_host);
    return field;
}

QWidget *DatabaseConnection::makeOutcome()
{
    auto *place = new QWidget;
    auto *column = new QVBoxLayout(place);
    column->setContentsMargins({});
    column->setSpacing(space::kSmall);
    m_strip = new StepStrip({});
    column->addWidget(m_strip);
    m_outcome = new Badge(Mark::Off, {});
    column->addWidget(m_outcome, 0, Qt::AlignLeft);
    m_message = (new Label({}, TextStyle::Body, Colour::TextSecondary))->wrapped();
    // To be copied from; the keyboard passes it by.
    m_message->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_message->setFocusPolicy(Qt::NoFocus);
    column->addWidget(m_message);
    m_advice = new QWidget;
    auto *advised = new QVBoxLayout(m_advice);
    advised->setContentsMargins({});
    advised->setSpacing(space::kSmall);
    advised->addWidget((new Label(tr("This role may change data; a read-only one is enough. An administrator "
                                     "makes one so:"),
                                  TextStyle::Body, Colour::Warning))
                           ->wrapped());
    m_sql = new QPlainTextEdit;
    m_sql->setReadOnly(true);
    m_sql->setTabChangesFocus(true);
    m_sql->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_sql->setAccessibleName(tr("SQL that makes a role for reading"));
    m_sql->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_sql->setFixedHeight(m_sql->fontMetrics().lineSpacing() * kSqlLines + space::kLarge);
    advised->addWidget(m_sql);
    QPushButton *copy = smallButton(tr("Copy"), Emphasis::Secondary, u"copy"_s);
    copy->setAutoDefault(false);
    copy->setAccessibleName(tr("Copy the SQL"));
    connect(copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_sql->toPlainText()); });
    advised->addWidget(copy, 0, Qt::AlignRight);
    column->addWidget(m_advice);
    return place;
}

QWidget *DatabaseConnection::makeFoot()
{
    auto *foot = new ConnectionFoot(tr("Save and show"));
    m_forget = foot->forget();
    m_test = foot->test();
    m_go = foot->go();
    connect(m_forget, &QPushButton::clicked, this, &DatabaseConnection::forget);
    connect(m_test, &QPushButton::clicked, this, &DatabaseConnection::test);
    connect(foot->cancel(), &QPushButton::clicked, this, &QDialog::reject);
    connect(m_go, &QPushButton::clicked, this, &DatabaseConnection::keep);
    return foot;
}

void DatabaseConnection::fill()
{
    const client::KnownDatabase known = m_database.known();
    m_host->setText(known.host);
    m_port->setText(QString::number(known.port));
    m_name->setText(known.database);
    m_user->setText(known.user);
    m_password->clear();
    m_tls->setCurrentIndex(int(known.tls));
    m_authorities->setText(known.authorities);
    m_forget->setVisible(known.isKnown());
    check();
}

client::DatabaseDraft DatabaseConnection::draft() const
{
    client::DatabaseDraft out;
    out.database.host = m_host->text().trimmed();
    out.database.port = m_port->text().trimmed().toInt();
    out.database.database = m_name->text().trimmed();
    out.database.user = m_user->text().trimmed();
    out.database.tls = DatabaseTls(m_tls->currentIndex());
    out.database.authorities = m_authorities->text().trimmed();
    out.password = Secret(m_password->text().toStdString());
    return out;
}

// What was found belongs to what was typed then.
void DatabaseConnection::check()
{
    m_token = 0;
    m_outcome->hide();
    m_message->hide();
    m_advice->hide();
    for (std::size_t i = 0; i < m_steps.size(); ++i)
        m_steps[i] = {.kind = DatabaseStep::Kind(i)};
    showSteps();
    const client::KnownDatabase typed = draft().database;
    const client::KnownDatabase known = m_database.known();
    const bool kept =
        known.hasPassword && typed.host == known.host && typed.port == known.port && typed.user == known.user;
    m_password->setPlaceholderText(kept ? tr("kept; type to change it") : QString());
    const bool goodPort = typed.port > 0 && typed.port <= kHighestPort;
    m_form->setHint(m_host->parentWidget(), goodPort ? QString() : tr("A port is a number from 1 to 65535."),
                    goodPort ? Mark::Off : Mark::Error);
    const bool off = typed.tls == DatabaseTls::Off;
    m_form->setHint(m_tls->parentWidget(),
                    off ? tr("Everybody on the way can read what you see. The password stays unread with "
                             "scram-sha-256 only.")
                    : typed.tls == DatabaseTls::Verified
                        ? tr("Only with the server whose certificate is signed for this name.")
                        : tr("Nobody on the way can read it, but who the server is stays unproven."),
                    off ? Mark::Warning : Mark::Off);
    m_form->setRowVisible(m_authoritiesField, typed.tls == DatabaseTls::Verified);
    const bool whole = goodPort && typed.isKnown() && !typed.database.isEmpty() && !typed.user.isEmpty();
    m_test->setEnabled(whole);
    m_go->setEnabled(whole);
    makeRoom();
}

void DatabaseConnection::showSteps()
{
    QList<StepStrip::Step> steps;
    for (const DatabaseStep &step : m_steps)
        steps.append(shown(step));
    m_strip->setSteps(std::move(steps));
}

void DatabaseConnection::test()
{
    check();
    m_outcome->set(Mark::Busy, tr("Asking…"));
    m_outcome->show();
    m_test->setEnabled(false);
    m_token = m_database.test(draft());
    makeRoom();
}

void DatabaseConnection::handleStep(client::Token token, const DatabaseStep &step)
{
    if (token != m_token || token == 0)
        return;
    m_steps[std::size_t(step.kind)] = step;
    if (step.kind == DatabaseStep::Kind::Tls && step.state == DatabaseStep::State::Passed &&
        step.detail.isEmpty())
        m_steps[std::size_t(step.kind)].detail = tr("none");
    showSteps();
}

void DatabaseConnection::handleTested(client::Token token, const client::DatabaseTest &result)
{
    if (token != m_token || token == 0)
        return;
    m_token = 0;
    m_test->setEnabled(true);
    const bool well = result.fault == DatabaseFault::None;
    m_outcome->set(well ? Mark::Ok : Mark::Error, well ? tr("It can be read") : tr("It cannot be read"));
    QStringList words;
    if (well) {
        words << (result.gateways.isEmpty()
                      ? tr("PostgreSQL %1. No gateway has written anything yet.").arg(result.server)
                      : tr("PostgreSQL %1: %2 (%3) with %4.")
                            .arg(result.server, tr("%n gateway(s)", nullptr, int(result.gateways.size())),
                                 QLocale().createSeparatedList(result.gateways),
                                 tr("%Ln row(s)", nullptr,
                                    int(std::min<std::int64_t>(result.rows, INT_MAX)))));
    } else {
        words << advice(result.fault);
        if (!saysItAll(result.fault))
            words << result.problem;
        words.removeAll(QString());
    }
    m_message->setText(words.join(u'\n'));
    m_message->show();
    m_advice->setVisible(result.mayWrite);
    m_sql->setPlainText(result.readerSql.trimmed());
    makeRoom();
}

void DatabaseConnection::forget()
{
    m_database.forget();
    fill();
    m_host->setFocus();
}

void DatabaseConnection::keep()
{
    const QString problem = m_database.save(draft());
    if (problem.isEmpty()) {
        Q_EMIT connected();
        return accept();
    }
    m_outcome->set(Mark::Error, tr("It was not saved"));
    m_outcome->show();
    m_message->setText(problem);
    m_message->show();
    makeRoom();
}

}   // namespace gw::ui
