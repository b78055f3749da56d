#include "core/wire/multipart.h"

#include <QTest>

#include <random>

using namespace gw;
using namespace gw::wire;

class TestMultipart final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsPartsWhereTheyLie();
    void readsNames_data();
    void readsNames();
    void refuses_data();
    void refuses();
    void refusesEveryBeginOfAForm();
    void keepsContentThatLooksLikeABoundary();
    void staysWithinAnyBytes();
    void limitsPartsAndTheirHeaders();
    void editsFieldsAndLeavesFiles();
    void replacesRepeatedFieldsByOne();
    void changesNothingWithoutEdits();
};

namespace {

const std::string kType = "multipart/form-data; boundary=XX";
// A file with everything that could be mistaken: line ends, the boundary inside a line, zero bytes.
const std::string kSound("RIFF\r\n--XXY\r\n\r\n\0\xff--XX-\r\n", 26);
const std::string kBody = "--XX\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nwhisper\r\n"
                          "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a;b.wav\"\r\n"
                          "Content-Type: audio/wav\r\n\r\n" +
                          kSound +
                          "\r\n--XX\r\nContent-Disposition: form-data; name=\"prompt\"\r\n\r\n\r\n--XX--\r\n";

Form scanned(const std::string &body, const std::string &type = kType)
{
    auto form = scanForm(body, type);
    if (!form.ok())
        qFatal("%s", form.error().message.c_str());
    return std::move(form).value();
}

std::string one(const std::string &head)
{
    return "--XX\r\n" + head + "\r\n\r\nv\r\n--XX--";
}

}   // namespace

void TestMultipart::findsPartsWhereTheyLie()
{
    const Form form = scanned(kBody);
    QCOMPARE(form.parts.size(), 3u);
    QCOMPARE(form.value(kBody, *form.field("model")), std::string_view("whisper"));
    QCOMPARE(form.value(kBody, *form.field("prompt")), std::string_view());
    QVERIFY(!form.field("file"));
    const FormPart *file = form.file();
    QVERIFY(file);
    QCOMPARE(file->name, std::string("file"));
    QCOMPARE(*file->fileName, std::string("a;b.wav"));
    QCOMPARE(std::string(form.value(kBody, *file)), kSound);
    QVERIFY(std::string_view(kBody).substr(file->begin).starts_with("--XX\r\nContent-Disposition"));
    QCOMPARE(std::string_view(kBody).substr(form.close), std::string_view("--XX--\r\n"));
}

void TestMultipart::readsNames_data()
{
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<bool>("isFile");
    QTest::newRow("quoted") << QByteArray("Content-Disposition: form-data; name=\"a b\"") << QByteArray("a b")
                            << false;
    QTest::newRow("bare") << QByteArray("content-disposition:form-data;name=a") << QByteArray("a") << false;
    QTest::newRow("escaped quote") << QByteArray("Content-Disposition: form-data; name=\"a\\\"b\"")
                                   << QByteArray("a\"b") << false;
    QTest::newRow("file name first") << QByteArray(
                                            "Content-Disposition: form-data; filename=\"x\"; name=\"f\"")
                                     << QByteArray("f") << true;
    QTest::newRow("extended file name")
        << QByteArray("Content-Disposition: form-data; name=f; filename*=UTF-8''a.wav") << QByteArray("f")
        << true;
    QTest::newRow("behind other fields")
        << QByteArray("Content-Type: text/plain\r\nContent-Disposition: form-data; name=n") << QByteArray("n")
        << false;
}

void TestMultipart::readsNames()
{
    QFETCH(QByteArray, head);
    QFETCH(QByteArray, name);
    QFETCH(bool, isFile);
    const std::string body = one(head.toStdString());
    const Form form = scanned(body);
    QCOMPARE(form.parts.size(), 1u);
    QCOMPARE(form.parts[0].name, name.toStdString());
    QCOMPARE(form.parts[0].fileName.has_value(), isFile);
    QCOMPARE(form.value(body, form.parts[0]), std::string_view("v"));
}

void TestMultipart::refuses_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("body");
    const QByteArray type = QByteArray::fromStdString(kType);
    const QByteArray good = QByteArray::fromStdString(kBody);
    QTest::newRow("another type") << QByteArray("application/json; boundary=XX") << good;
    QTest::newRow("no boundary") << QByteArray("multipart/form-data") << good;
    QTest::newRow("an empty boundary") << QByteArray("multipart/form-data; boundary=\"\"") << good;
    QTest::newRow("an endless boundary")
        << QByteArray("multipart/form-data; boundary=") + QByteArray(201, 'X') << good;
    QTest::newRow("another boundary") << QByteArray("multipart/form-data; boundary=YY") << good;
    QTest::newRow("no name") << type << QByteArray::fromStdString(one("Content-Type: text/plain"));
    QTest::newRow("no header") << type
                               << QByteArray("--XX\r\n\r\nv\r\n--XX\r\nContent-Disposition: form-data; "
                                             "name=model\r\n\r\nv\r\n--XX--");
    QTest::newRow("a header that runs into the next part")
        << type
        << QByteArray("--XX\r\nA: b\r\n--XX\r\nContent-Disposition: form-data; name=a\r\n\r\nv\r\n--XX--");
    QTest::newRow("nothing") << type << QByteArray();
}

void TestMultipart::refuses()
{
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, body);
    const auto form = scanForm(body.toStdString(), type.toStdString());
    QVERIFY(!form.ok());
    QVERIFY(form.error().code == ErrorCode::BadRequest);
}

void TestMultipart::refusesEveryBeginOfAForm()
{
    const std::size_t whole = kBody.rfind("--XX--") + 6;
    for (std::size_t size = 0; size < whole; ++size)
        QVERIFY2(!scanForm(std::string_view(kBody).substr(0, size), kType).ok(),
                 std::to_string(size).c_str());
    QVERIFY(scanForm(std::string_view(kBody).substr(0, whole), kType).ok());
}

void TestMultipart::keepsContentThatLooksLikeABoundary()
{
    const std::string body =
        "preamble\r\n--XX\r\nContent-Disposition: form-data; name=a\r\n\r\n"
        "a--XX\r\n--XXZ\r\n--X\r\n--XX  \r\nContent-Disposition: form-data; name=b\r\n\r\n2\r\n--XX--end";
    const Form form = scanned(body);
    QCOMPARE(form.parts.size(), 2u);
    QCOMPARE(form.value(body, form.parts[0]), std::string_view("a--XX\r\n--XXZ\r\n--X"));
    QCOMPARE(form.value(body, form.parts[1]), std::string_view("2"));
}

// Whatever the bytes, spots stay inside the body and in order.
void TestMultipart::staysWithinAnyBytes()
{
    std::mt19937 random(11);
    int accepted = 0;
    for (int round = 0; round < 20'000; ++round) {
        std::string body = kBody;
        for (unsigned changes = 1 + random() % 4; changes > 0; --changes) {
            const std::size_t at = random() % body.size();
            switch (random() % 3) {
            case 0:
                body[at] = static_cast<char>(random());
                break;
            case 1:
                body.erase(at, 1 + random() % 8);
                break;
            default:
                body.insert(at, std::string("\r\n--XX\r\n").substr(random() % 4));
            }
        }
        const auto form = scanForm(body, kType);
        if (!form.ok())
            continue;
        ++accepted;
        std::size_t last = 0;
        for (const FormPart &part : form.value().parts) {
            QVERIFY(part.begin >= last);
            QVERIFY(part.valueBegin > part.begin);
            QVERIFY(part.valueEnd >= part.valueBegin);
            last = part.valueEnd;
        }
        QVERIFY(form.value().close >= last && form.value().close < body.size());
    }
    QVERIFY(accepted > 100);
}

void TestMultipart::limitsPartsAndTheirHeaders()
{
    QVERIFY(!scanForm(kBody, kType, {.maxParts = 2}).ok());
    QVERIFY(scanForm(kBody, kType, {.maxParts = 3}).ok());
    QVERIFY(!scanForm(kBody, kType, {.maxPartHead = 60}).ok());
}

void TestMultipart::editsFieldsAndLeavesFiles()
{
    FormEdits edits;
    edits.set("model", "whisper-large-v3");
    edits.remove("prompt");
    edits.set("language", "no");
    edits.set("file", "not this one");
    const std::string body = edits.apply(kBody, scanned(kBody));
    const Form form = scanned(body);
    QCOMPARE(form.parts.size(), 4u);
    QCOMPARE(form.value(body, form.parts[0]), std::string_view("whisper-large-v3"));
    QCOMPARE(form.value(body, *form.file()), std::string_view(kSound));
    QCOMPARE(form.value(body, *form.field("language")), std::string_view("no"));
    QVERIFY(!form.field("prompt"));
}

void TestMultipart::replacesRepeatedFieldsByOne()
{
    const std::string part = "--XX\r\nContent-Disposition: form-data; name=model\r\n\r\n";
    const std::string body = part + "a\r\n" + part + "b\r\n--XX--";
    QCOMPARE(scanned(body).value(body, *scanned(body).field("model")), std::string_view("b"));
    FormEdits edits;
    edits.set("model", "c");
    const std::string edited = edits.apply(body, scanned(body));
    const Form form = scanned(edited);
    QCOMPARE(form.parts.size(), 1u);
    QCOMPARE(form.value(edited, form.parts[0]), std::string_view("c"));
}

void TestMultipart::changesNothingWithoutEdits()
{
    QCOMPARE(FormEdits().apply(kBody, scanned(kBody)), kBody);
}

QTEST_GUILESS_MAIN(TestMultipart)
#include "tst_multipart.moc"
