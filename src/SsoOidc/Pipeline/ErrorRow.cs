using System.Management.Automation;

namespace SsoOidc.Pipeline;

/// <summary>
/// A row of the table of errors, and of docs/errors.md. In what to do, a command stands in backticks, and <c>{given}</c> for the arguments of the
/// call that it takes too.
/// </summary>
/// <param name="exception">The type of the exception.</param>
/// <param name="when">What else has to be so, for people; empty where nothing has.</param>
/// <param name="applies">The same for the program.</param>
/// <param name="id">The error id.</param>
/// <param name="category">The category.</param>
/// <param name="action">What to do; null where the message says it.</param>
internal sealed class ErrorRow(Type exception, string when, Func<Exception, ErrorCall, bool>? applies, string id, ErrorCategory category, string? action)
{
    public Type Exception => exception;

    public string When => when;

    public string Id => id;

    public ErrorCategory Category => category;

    public string? Action => action;

    public bool Fits(Exception error, ErrorCall call) => exception.IsInstanceOfType(error) && applies?.Invoke(error, call) != false;
}
