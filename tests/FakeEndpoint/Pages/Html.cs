using System.Text.Encodings.Web;

namespace SsoOidc.FakeEndpoint.Pages;

/// <summary>The frame of every page. All text from outside goes through <see cref="Encode"/>.</summary>
internal static class Html
{
    public static string Encode(string? value) => HtmlEncoder.Default.Encode(value ?? "");

    public static string Page(string title, string content) => $$"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{{Encode(title)}}</title>
        <style>
        body { font: 16px/1.5 system-ui, sans-serif; max-width: 32rem; margin: 4rem auto; padding: 0 1rem; }
        body { color: #16191f; background: #fff; }
        button, input { font: inherit; padding: .5rem 1rem; margin: .5rem .5rem 0 0; }
        .code { font: 1.5rem ui-monospace, monospace; letter-spacing: .1em; }
        @media (prefers-color-scheme: dark) { body { color: #eaeded; background: #16191f; } }
        </style>
        </head>
        <body>
        <main>
        <h1>{{Encode(title)}}</h1>
        {{content}}
        </main>
        </body>
        </html>
        """;

    /// <summary>A form that posts a decision together with one hidden value.</summary>
    public static string DecisionForm(string action, string hiddenName, string hiddenValue) => $"""
        <form method="post" action="{Encode(action)}">
        <input type="hidden" name="{Encode(hiddenName)}" value="{Encode(hiddenValue)}">
        <button type="submit" id="approve" name="decision" value="approve">Approve</button>
        <button type="submit" id="deny" name="decision" value="deny">Deny</button>
        </form>
        """;
}
