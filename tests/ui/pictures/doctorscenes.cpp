#include "tests/ui/pictures/doctorscenes.h"

#include "tests/support/guiclient.h"
#include "ui/dialogs/doctor.h"
#include "ui/dialogs/vaultaccess.h"
#include "ui/framework/mainwindow.h"

#include <QLineEdit>

using namespace Qt::StringLiterals;
using gw::client::Finding;

namespace gw::test {

namespace {

void filled(GuiClient &client)
{
    fillProviders(client);
    fillTraffic(client);
}

void ill(GuiClient &client)
{
    filled(client);
    client.findings = {
        {.id = u"port"_s,
         .kind = Finding::Kind::Fault,
         .title = u"Port 4000 is used by node (pid 812)"_s,
         .detail = u"Requests do not arrive here. Stop that program, or let Portico listen elsewhere."_s,
         .fix = Finding::Fix::UsePort,
         .fixText = u"Use port 4001"_s,
         .value = u"4001"_s},
        {.id = u"proxy"_s,
         .kind = Finding::Kind::Fault,
         .title = u"A proxy may swallow requests to this computer"_s,
         .detail = u"This session sets a proxy, and NO_PROXY does not name localhost and 127.0.0.1. Programs "
                   u"that obey "
                   "it look for the gateway on the proxy. Portico itself never does."_s,
         .fix = Finding::Fix::CopyText,
         .fixText = u"Copy the line that helps"_s,
         .value = u"export NO_PROXY=localhost"_s},
        {.id = u"config"_s,
         .kind = Finding::Kind::Note,
         .title = u"No model is set up yet"_s,
         .detail = u"Add a provider, or use a model server on this computer."_s,
         .fix = Finding::Fix::OpenProviders,
         .fixText = u"Open providers"_s},
        {.id = u"vault"_s, .title = u"The vault is open, by: Secret Service"_s},
        {.id = u"certificates"_s, .title = u"Certificate authorities are there"_s},
        {.id = u"space"_s, .title = u"There is room for the ledger: 81.2 GiB"_s},
    };
}

void openDoctor(GuiClient &client, ui::MainWindow &window)
{
    auto *doctor = new ui::Doctor(client, {}, &window);
    doctor->setAttribute(Qt::WA_DeleteOnClose);
    doctor->open();
}

void openVault(GuiClient &client, ui::MainWindow &window, ui::VaultAccess::Purpose purpose,
               const QString &typed)
{
    auto *dialog = new ui::VaultAccess(client.vaultArea, purpose, &window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
    for (QLineEdit *field : dialog->findChildren<QLineEdit *>()) {
        field->setText(typed);
        Q_EMIT field->textEdited(typed);
    }
}

}   // namespace

QList<WindowScene> doctorScenes()
{
    using Purpose = ui::VaultAccess::Purpose;
    const auto closed = [](GuiClient &client) {
        filled(client);
        client.vaultArea.now = {.needsPassphrase = true,
                                .source = u"locked"_s,
                                .problem = u"the vault is locked until its passphrase is given"_s};
    };
    const auto bare = [](GuiClient &client) {
        filled(client);
        client.vaultArea.now = {.mayChoosePassphrase = true, .problem = u"no keychain is available"_s};
    };
    return {
        {u"doctor-faults"_s, u"home"_s, &ill, &openDoctor},
        {u"vault-closed"_s, u"home"_s, closed},
        {u"vault-no-keychain"_s, u"home"_s, bare},
        {u"vault-unlock"_s, u"home"_s, closed,
         [](GuiClient &client, ui::MainWindow &window) {
             openVault(client, window, Purpose::Unlock, u"correct horse"_s);
         }},
        {u"vault-choose"_s, u"home"_s, bare,
         [](GuiClient &client, ui::MainWindow &window) {
             openVault(client, window, Purpose::Choose, u"short"_s);
         }},
    };
}

}   // namespace gw::test
