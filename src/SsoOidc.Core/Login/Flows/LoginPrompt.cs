using SsoOidc.Base;

namespace SsoOidc;

/// <summary>What a person must see to log in. Holds no secret: the code of a device login is worth nothing without an approval.</summary>
public sealed class LoginPrompt
{
    internal LoginPrompt()
    {
    }

    /// <summary>The flow.</summary>
    public LoginFlowKind Kind { get; internal init; }

    /// <summary>The session's name, else its start URL.</summary>
    public string Session { get; internal init; } = "";

    /// <summary>The code that the page must show, form <c>ABCD-EFGH</c>; null in the browser flow.</summary>
    public string? UserCode { get; internal init; }

    /// <summary>The address to open; in a device login the page where the code is typed.</summary>
    public string Uri { get; internal init; } = "";

    /// <summary>The address with the code filled in; null in the browser flow.</summary>
    public string? UriComplete { get; internal init; }

    /// <summary>When waiting ends.</summary>
    public DateTimeOffset ExpiresAt { get; internal init; }

    /// <summary>Why this flow was chosen ("this is an SSH session"); null when it was asked for or is the usual one.</summary>
    public string? Reason { get; internal init; }

    /// <summary>Whether a browser is being opened on this machine.</summary>
    public bool OpensBrowser { get; internal init; }

    /// <summary>The port on 127.0.0.1 that the browser comes back to; null in a device login.</summary>
    public int? RedirectPort { get; internal init; }

    /// <summary>The command that brings the port of a remote shell to the machine with the browser; null where it is not needed.</summary>
    public string? PortForwardCommand { get; internal init; }

    /// <summary>Whether the address that the browser ended on can be pasted into the shell.</summary>
    public bool CanPasteBack { get; internal init; }

    /// <summary>The kind and the address.</summary>
    public override string ToString() => Kind + " " + Shown.Clean(UriComplete ?? Uri, 2000);
}
