using System.Text;
using SsoOidc.Base;

namespace SsoOidc.Shell;

/// <summary>A login's prompt in words. Addresses stand on lines of their own, so that they can be clicked and copied whole.</summary>
internal static class PromptText
{
    // Longer than any real address of the service, short of a flood.
    private const int MostOfAddress = 4000;

    public static string Of(LoginPrompt prompt)
    {
        var text = new StringBuilder();
        text.Append("Log in to ").Append(Shown.Clean(prompt.Session, 200));
        if (prompt.Reason is not null)
            text.Append(prompt.Kind == LoginFlowKind.DeviceCode ? " with a device code, since " : " in the browser, since ").Append(prompt.Reason);
        text.AppendLine((prompt.OpensBrowser, prompt.Reason) switch
        {
            (false, _) => ". Open",
            (true, null) => " in the browser that opens. If none does, open",
            (true, _) => ". If no browser opens, open",
        });
        text.AppendLine(Shown.Clean(prompt.UriComplete ?? prompt.Uri, MostOfAddress));
        if (prompt.Kind == LoginFlowKind.DeviceCode)
            AppendCode(text, prompt);
        else
            AppendWayBack(text, prompt);
        return text.ToString().TrimEnd();
    }

    private static void AppendCode(StringBuilder text, LoginPrompt prompt)
    {
        text.AppendLine("and confirm the code");
        text.Append("  ").AppendLine(Shown.Clean(prompt.UserCode ?? "that the page shows", 100));
        text.AppendLine("Approve only if you started this login just now and the code is the same. A code or link that somebody sent you is an attack.");
    }

    private static void AppendWayBack(StringBuilder text, LoginPrompt prompt)
    {
        if (prompt.PortForwardCommand is { } command)
        {
            text.AppendLine("With the browser on another machine, bring it back to this shell from there first:");
            text.AppendLine(Shown.Clean(command));
        }

        if (prompt.CanPasteBack)
            text.AppendLine("Or paste the address that the browser ends on here and press Enter. It is not shown. Paste it nowhere else.");
    }
}
