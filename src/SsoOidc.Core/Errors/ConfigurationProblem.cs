namespace SsoOidc.Errors;

/// <summary>What is wrong with the settings, where a caller may want to know.</summary>
internal enum ConfigurationProblem
{
    /// <summary>What the message says.</summary>
    Other,

    /// <summary>No source gives a region.</summary>
    RegionMissing,

    /// <summary>There is no profile of that name.</summary>
    ProfileNotFound,

    /// <summary>There is no session of that name.</summary>
    SessionNotFound,

    /// <summary>There are several sessions, and none was named.</summary>
    SessionAmbiguous,

    /// <summary>There is no session at all, and none was described.</summary>
    SessionMissing,
}
