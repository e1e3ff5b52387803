using SsoOidc.Login.Loopback;

namespace SsoOidc.Login.Flows;

/// <summary>
/// Takes the address that a browser on another machine ended on. The state in it must be the login's, and the code is worth nothing
/// without the verifier, which stays here.
/// </summary>
internal static class PasteBack
{
    /// <summary>Asks until a line is the answer to this login. Never completes if nobody answers.</summary>
    public static async Task<AuthorizationResult> ReadAsync(ILoginUi ui, string redirectUri, string state, CancellationToken cancellationToken)
    {
        var before = "";
        while (await ui.ReadPastedAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            if ((Parse(line, state) ?? Parse(before + line.Trim(), state)) is { } result)
                return result;
            // A terminal or a mail program breaks a long address into lines.
            before = Beginning(before + line.Trim()) ?? Beginning(line.Trim()) ?? "";
            if (before.Length == 0 && !string.IsNullOrWhiteSpace(line))
                ui.Warn("That is not the answer to this login. Paste the whole address that the browser ended on; it begins with " + redirectUri + "?");
        }

        await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(false);
        throw new OperationCanceledException(cancellationToken);

        // More of an address may come when this is the beginning of one and holds no state yet, or not all of it.
        string? Beginning(string text)
        {
            var given = text.IndexOf("state=", StringComparison.Ordinal);
            var fits = text.StartsWith(redirectUri, StringComparison.Ordinal)
                ? !text.Contains(' ') && (given < 0 || state.StartsWith(text.Substring(given + "state=".Length).Split('&')[0], StringComparison.Ordinal))
                : redirectUri.StartsWith(text, StringComparison.Ordinal);
            return fits && text.Length > 0 ? text : null;
        }
    }

    /// <summary>Takes an address, or its query alone, as terminals and people mangle it: blanks around it, quotes, a fragment.</summary>
    internal static AuthorizationResult? Parse(string line, string state)
    {
        var text = line.Trim().Trim('"', '\'', '<', '>');
        return LoopbackRules.Read(text.Substring(text.IndexOf('?') + 1).Split('#')[0], state);
    }
}
