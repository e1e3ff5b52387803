namespace SsoOidc.Login.Loopback;

/// <summary>How far a request has arrived.</summary>
internal enum LoopbackParse
{
    Incomplete,
    Malformed,
    Complete,
}
