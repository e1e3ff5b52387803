namespace SsoOidc;

/// <summary>Why a login could not be made or was not finished. Stable: error ids are built from it.</summary>
public enum LoginFailure
{
    /// <summary>The person or an administrator refused.</summary>
    Denied,

    /// <summary>Nobody approved in time.</summary>
    TimedOut,

    /// <summary>Nobody could answer: a build server, a shell without a console.</summary>
    NotInteractive,

    /// <summary>The port of the redirect cannot be had.</summary>
    PortUnavailable,

    /// <summary>Another process is logging in to the same session and did not end in time.</summary>
    Busy,

    /// <summary>The session is over or was never there, and this call does not log in.</summary>
    LoginRequired,

    /// <summary>The service refused in a way that a wrong region or start URL explains.</summary>
    WrongRegionOrStartUrl,

    /// <summary>The redirect carried an error of the service.</summary>
    Refused,

    /// <summary>The token was not refreshed, since the new one could not be saved and the old one works only once.</summary>
    NotSaved,
}
