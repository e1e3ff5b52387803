namespace SsoOidc.Http;

/// <summary>What kind of failure an attempt was, as far as trying again goes.</summary>
internal enum FailureKind
{
    /// <summary>Trying again gives the same.</summary>
    Final,

    /// <summary>A broken connection or a 5xx.</summary>
    Transient,

    /// <summary>No answer in time.</summary>
    Timeout,

    /// <summary>The service asks for less.</summary>
    Throttling,
}
