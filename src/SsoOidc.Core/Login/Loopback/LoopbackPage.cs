using System.Globalization;
using System.Net;
using System.Text;
using SsoOidc.Base;

namespace SsoOidc.Login.Loopback;

/// <summary>
/// The page that the browser ends on: one file, nothing loaded from anywhere, no script. The policy allows its one style sheet by hash
/// and nothing else, so that text from the network could do no harm even if it were not encoded.
/// </summary>
internal static class LoopbackPage
{
    private static readonly string Page = ReadPage();

    private static readonly string Policy =
        "default-src 'none'; style-src 'sha256-" + Convert.ToBase64String(Platform.Sha256(Encoding.UTF8.GetBytes(StyleOf(Page))))
        + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>The token is there.</summary>
    public static byte[] Success(string session) => Response(200, Html(
        "good",
        "You are logged in",
        "The session “" + session + "” is ready.",
        "Close this tab and go back to the shell."));

    /// <summary>The login has ended without a token.</summary>
    public static byte[] Failure(string reason) => Response(200, Html(
        "bad",
        "The login did not succeed",
        reason,
        "Close this tab and go back to the shell: it says what to do next."));

    /// <summary>An answer to what is not the redirect; the login goes on.</summary>
    public static byte[] Refusal(int status, string explanation) => Response(status, Html(
        "bad",
        "Nothing to see here",
        explanation,
        "If a login is waiting in a shell, it goes on waiting."));

    private static string Html(string mood, string title, string message, string next)
    {
        // The message last: it is not the page's own.
        return Page
            .Replace("{mood}", mood)
            .Replace("{title}", title)
            .Replace("{next}", next)
            .Replace("{message}", WebUtility.HtmlEncode(Shown.Clean(message)));
    }

    private static string ReadPage()
    {
        using var page = new StreamReader(typeof(LoopbackPage).Assembly.GetManifestResourceStream("LoopbackPage.html")!);
        return page.ReadToEnd();
    }

    private static string StyleOf(string page)
    {
        var start = page.IndexOf("<style>", StringComparison.Ordinal) + "<style>".Length;
        return page.Substring(start, page.IndexOf("</style>", StringComparison.Ordinal) - start);
    }

    private static byte[] Response(int status, string html)
    {
        var body = Encoding.UTF8.GetBytes(html);
        var head = "HTTP/1.1 " + status.ToString(CultureInfo.InvariantCulture) + " " + Phrase(status) + "\r\n"
            + "Content-Type: text/html; charset=utf-8\r\n"
            + "Content-Length: " + body.Length.ToString(CultureInfo.InvariantCulture) + "\r\n"
            + "Content-Security-Policy: " + Policy + "\r\n"
            + "Cache-Control: no-store\r\n"
            + "Referrer-Policy: no-referrer\r\n"
            + "X-Content-Type-Options: nosniff\r\n"
            + "X-Frame-Options: DENY\r\n"
            + "Cross-Origin-Opener-Policy: same-origin\r\n"
            + "Cross-Origin-Resource-Policy: same-origin\r\n"
            + (status == 405 ? "Allow: GET\r\n" : "")
            + "Connection: close\r\n\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }

    private static string Phrase(int status) => status switch
    {
        200 => "OK",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        409 => "Conflict",
        431 => "Request Header Fields Too Large",
        503 => "Service Unavailable",
        _ => "Error",
    };
}
