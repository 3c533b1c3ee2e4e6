/// What a shell reads to complete a program's command lines. It asks the program itself, so that what it offers is what
/// the program takes.
public enum CompletionScript {
  /// The shells that are known.
  public enum Shell: String, CaseIterable, Sendable {
    case bash, zsh, fish
  }

  /// What stands first in a command line that asks how to go on. Behind it are the words of the line that a person types.
  public static let question = "__complete"

  /// The script.
  ///
  /// - Parameter program: Its name: letters and digits.
  public static func text(_ shell: Shell, program: String) -> String {
    let text =
      switch shell {
      case .bash: bash
      case .zsh: zsh
      case .fish: fish
      }
    return text.split(separator: "PROGRAM", omittingEmptySubsequences: false).joined(separator: program)
  }

  private static let bash = #"""
    # bash completion for PROGRAM; PROGRAM itself says what fits.
    _PROGRAM() {
      local rest=${COMP_LINE:0:COMP_POINT} words=() answer=() gap word current cut="" i
      # bash splits words at = and :, too. What no space parts is one word.
      rest=${rest#*"${COMP_WORDS[0]}"}
      for ((i = 1; i <= COMP_CWORD; i++)); do
        gap=${rest%%[![:space:]]*}
        rest=${rest#"$gap"}
        word=${COMP_WORDS[i]}
        ((i < COMP_CWORD)) || word=$rest
        rest=${rest#"$word"}
        word=${word//[\"\'\\]/}
        if [[ -n $gap || ${#words[@]} == 0 ]]; then
          words+=("$word")
        else
          words[-1]+=$word
        fi
      done
      current=${words[-1]}
      # Only what is behind the last = is replaced.
      if [[ $current == *=* && $COMP_WORDBREAKS == *=* ]]; then cut=${current%"${current##*=}"}; fi
      mapfile -t answer < <("${1/#\~\//$HOME/}" __complete "${words[@]}" 2>/dev/null)
      COMPREPLY=()
      case ${answer[0]-} in
        files) compopt -o default ;;
        folders) compopt -o dirnames ;;
        words)
          for word in "${answer[@]:1}"; do
            word=${word%%$'\t'*}
            [[ $word != "$current"* ]] || COMPREPLY+=("${word#"$cut"}")
          done
          ;;
      esac
    }
    complete -o nosort -F _PROGRAM PROGRAM

    """#

  private static let zsh = #"""
    #compdef PROGRAM
    # zsh completion for PROGRAM; PROGRAM itself says what fits.
    _PROGRAM() {
      local -a answer found
      local line
      answer=("${(@f)$(${~${(Q)words[1]}} __complete "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}")
      case $answer[1] in
        files)
          compset -P '--*='
          _files
          ;;
        folders)
          compset -P '--*='
          _files -/
          ;;
        words)
          for line in "${(@)answer[2,-1]}"; do
            found+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
          done
          _describe -V PROGRAM found
          ;;
      esac
    }
    if [[ $funcstack[1] == _PROGRAM ]]; then
      _PROGRAM "$@"
    else
      compdef _PROGRAM PROGRAM
    fi

    """#

  private static let fish = #"""
    # fish completion for PROGRAM; PROGRAM itself says what fits.
    function __PROGRAM_complete
        set -l words (commandline -opc)
        set -l current (commandline -ct)
        set -l program (string replace -r '^~/' "$HOME/" -- $words[1])
        set -e words[1]
        set -l answer ($program __complete $words "$current" 2>/dev/null)
        set -l option (string match -r '^--[^=]*=' -- "$current"; or echo '')
        set -l value (string replace -r '^--[^=]*=' '' -- "$current")
        switch "$answer[1]"
            case files
                printf '%s\n' $option(__fish_complete_path "$value")
            case folders
                printf '%s\n' $option(__fish_complete_directories "$value")
            case words
                set -e answer[1]
                printf '%s\n' $answer
        end
    end
    complete -c PROGRAM -f -k -a '(__PROGRAM_complete)'

    """#
}
