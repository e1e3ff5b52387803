using SsoOidc.Base;
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
        while (await ui.ReadPastedAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (Parse(line, state) is { } result)
                return result;
            if (!string.IsNullOrWhiteSpace(line))
                ui.Warn("That is not the answer to this sign-in. Paste the whole address that the browser ended on; it begins with " + redirectUri + "?");
        }

        await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(false);
        throw new OperationCanceledException(cancellationToken);
    }

    /// <summary>Takes an address, or its query alone, as terminals and people mangle it: blanks around it, quotes, a fragment.</summary>
    internal static AuthorizationResult? Parse(string line, string state)
    {
        var text = line.Trim().Trim('"', '\'', '<', '>');
        var query = text.Substring(text.IndexOf('?') + 1).Split('#')[0];
        return LoopbackRules.Read(QueryText.Parse(query), state);
    }
}
